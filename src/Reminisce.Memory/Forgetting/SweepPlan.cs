using System.Globalization;

namespace Reminisce.Memory.Forgetting;

/// <summary>Decides what a sweep does: from memories and options to steps, without touching anything.</summary>
/// <remarks>
/// Stateless. First near-duplicates are compacted, which loses the least; then what is too weak fades; then, when there are
/// still too many, the weakest fade. Protected memories are never moved; in a cluster they may become the one that stands for
/// the others.
/// </remarks>
internal static class SweepPlan
{
    /// <summary>Makes the plan.</summary>
    /// <param name="candidates">All memories in ordinary recall of the scope.</param>
    /// <param name="options">What the sweep may do.</param>
    /// <returns>The steps, in order.</returns>
    public static IReadOnlyList<SweepStep> Make(IReadOnlyList<SweepCandidate> candidates, SweepOptions options)
    {
        var steps = new List<SweepStep>();
        var left = candidates.ToDictionary(c => c.Id);
        var gists = new HashSet<Guid>();
        foreach (var cluster in NearDuplicateClusters.Find(candidates, options.DuplicateSimilarity, options.DuplicateWindow))
        {
            var gist = Representative(cluster);
            var behind = cluster.Where(c => c.Id != gist.Id && !c.IsProtected).ToArray();
            if (behind.Length == 0)
            {
                continue;
            }

            gists.Add(gist.Id);
            foreach (var item in behind)
            {
                left.Remove(item.Id);
            }

            steps.Add(new SweepStep(SweepAction.Compact, [gist.Id, .. behind.Select(c => c.Id)], gist.Id, ReasonFor(cluster, behind.Length + 1)));
        }

        // A gist made now stands for others: it is the sole evidence of what they said.
        var fading = left.Values.Where(c => !c.IsProtected && c.Members.Count == 0 && !gists.Contains(c.Id)).OrderBy(c => c.Strength).ThenBy(c => c.OccurredAt).ThenBy(c => c.Id).ToList();
        var over = options.MaximumItems is { } maximum ? left.Count - maximum : 0;
        for (var i = 0; i < fading.Count && (fading[i].Strength < options.FadeBelow || i < over); i++)
        {
            steps.Add(new SweepStep(SweepAction.Fade, [fading[i].Id], null, fading[i].Strength < options.FadeBelow
                ? string.Create(CultureInfo.InvariantCulture, $"Its strength {fading[i].Strength:0.000} is below {options.FadeBelow:0.000}.")
                : string.Create(CultureInfo.InvariantCulture, $"It is among the weakest ({fading[i].Strength:0.000}) of more than {options.MaximumItems} memories.")));
        }

        return steps;
    }

    /// <summary>Picks what stands for a cluster: a protected one, else the one that says most, else the strongest, else the latest.</summary>
    private static SweepCandidate Representative(IReadOnlyList<SweepCandidate> cluster) => cluster
        .OrderByDescending(c => c.IsProtected)
        .ThenByDescending(c => c.Members.Count)
        .ThenByDescending(c => c.Text.Length)
        .ThenByDescending(c => c.Strength)
        .ThenByDescending(c => c.OccurredAt)
        .ThenBy(c => c.Id)
        .First();

    private static string ReasonFor(IReadOnlyList<SweepCandidate> cluster, int count)
    {
        var (first, last) = (cluster[0].OccurredAt, cluster[^1].OccurredAt);
        return string.Create(CultureInfo.InvariantCulture, $"{count} near-duplicates between {first:yyyy-MM-dd HH:mm} and {last:yyyy-MM-dd HH:mm} become one.");
    }
}
