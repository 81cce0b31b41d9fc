using System.Globalization;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Decides what a sweep does: from memories and options to steps, without touching anything.</summary>
/// <remarks>
/// Stateless. First near-duplicates are compacted, which loses the least; then what is too weak or too old fades; then, when
/// there are still too many, the weakest fade; then, when they still cost too much, the weakest lose their activations.
/// Protected memories are never touched; in a cluster they may become the one that stands for the others. What is the only memory
/// left of a person, a place or a tag is sole evidence and never fades. Last, what faded long ago is dropped where that is wanted.
/// </remarks>
internal static class SweepPlan
{
    private const int TrimmedTogether = 64;

    /// <summary>Less than one strong competitor is not worth a word.</summary>
    private static readonly double s_leastCrowd = Math.Log(2);

    /// <summary>Makes the plan.</summary>
    /// <param name="candidates">All memories in ordinary recall of the scope.</param>
    /// <param name="options">What the sweep may do.</param>
    /// <param name="calibrationOf">What the similarities of unrelated memories of a space look like.</param>
    /// <param name="now">The instant, for ages.</param>
    /// <param name="cold">All memories of the scope that faded before.</param>
    /// <returns>The steps, in order.</returns>
    public static IReadOnlyList<SweepStep> Make(
        IReadOnlyList<SweepCandidate> candidates, SweepOptions options, Func<string, ScoreCalibration> calibrationOf, DateTimeOffset now = default, IReadOnlyList<SweepCandidate>? cold = null)
    {
        var steps = new List<SweepStep>();
        var left = candidates.ToDictionary(c => c.Id);
        var gists = new HashSet<Guid>();
        var company = new Company(candidates);
        foreach (var cluster in NearDuplicateClusters.Find(candidates, new Likeness(options.DuplicateSimilarity, calibrationOf), options.DuplicateWindow))
        {
            var gist = Representative(cluster, company);
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
        var fading = left.Values.Where(c => !c.IsProtected && c.Members.Count == 0 && !gists.Contains(c.Id)).OrderBy(c => c.Strength).ThenBy(c => c.OccurredAt).ThenBy(c => c.Id);
        var evidence = new SoleEvidence(left.Values);
        var over = options.MaximumItems is { } maximum ? left.Count - maximum : 0;
        foreach (var candidate in fading)
        {
            var reason = ReasonToFade(candidate, options, now)
                ?? (over > 0 ? string.Create(CultureInfo.InvariantCulture, $"It is among the weakest ({candidate.Strength:0.000}) of more than {options.MaximumItems} memories{Crowd(candidate)}.") : null);
            if (reason is not null && evidence.TryLetGo(candidate))
            {
                steps.Add(new SweepStep(SweepAction.Fade, [candidate.Id], null, reason));
                over--;
            }
        }

        steps.AddRange(Trim(candidates, steps, options.MaximumBytes));
        steps.AddRange(Drop(cold ?? [], new SoleEvidence([.. left.Values, .. cold ?? []]), options, now));
        return steps;
    }

    /// <summary>Counts the bytes that a step lets go once it can no longer be undone.</summary>
    /// <param name="step">The step; what is dropped is no longer among the memories in ordinary recall, which are counted.</param>
    /// <param name="bytes">What the memories cost before.</param>
    public static long Freed(SweepStep step, IReadOnlyDictionary<Guid, MemoryBytes> bytes) => step.Action switch
    {
        SweepAction.Compact => step.Items.Where(id => id != step.GistId).Sum(id => bytes[id].Total - bytes[id].Text),
        SweepAction.Drop => 0,
        _ => step.Items.Sum(id => bytes[id].Activation),
    };

    private static string? ReasonToFade(SweepCandidate candidate, SweepOptions options, DateTimeOffset now) =>
        candidate.Strength < options.FadeBelow ? string.Create(CultureInfo.InvariantCulture, $"Its strength {candidate.Strength:0.000} is below {options.FadeBelow:0.000}{Crowd(candidate)}.")
        : now - candidate.OccurredAt > options.MaximumAge ? string.Create(CultureInfo.InvariantCulture, $"It is older than {options.MaximumAge.Value.TotalDays:0.#} days.")
        : null;

    private static string Crowd(SweepCandidate candidate) =>
        candidate.Interference < s_leastCrowd ? "" : string.Create(CultureInfo.InvariantCulture, $"; others crowd it, to which its words and cues lead as well (interference {candidate.Interference:0.0})");

    private static IEnumerable<SweepStep> Drop(IReadOnlyList<SweepCandidate> cold, SoleEvidence evidence, SweepOptions options, DateTimeOffset now)
    {
        if (options.DropAfter is not { } after)
        {
            return [];
        }

        return cold.Where(c => !c.IsProtected && c.Members.Count == 0 && now - c.LastUse > after)
            .OrderBy(c => c.LastUse).ThenBy(c => c.Id)
            .Where(evidence.TryLetGo)
            .Select(c => new SweepStep(SweepAction.Drop, [c.Id], null, string.Create(CultureInfo.InvariantCulture, $"It faded, and was not used for {after.TotalDays:0.#} days.")));
    }

    private static IEnumerable<SweepStep> Trim(IReadOnlyList<SweepCandidate> candidates, List<SweepStep> steps, long? maximum)
    {
        var bytes = candidates.ToDictionary(c => c.Id, c => c.Bytes);

        // Gists may take over all words of what they stand for, which then are not freed.
        var takenOver = steps.Where(s => s.Action == SweepAction.Compact).Sum(s => s.Items.Where(id => id != s.GistId).Sum(id => bytes[id].Words));
        var left = bytes.Values.Sum(b => b.Total) - steps.Sum(s => Freed(s, bytes)) + takenOver;
        var moved = steps.SelectMany(s => s.Items.Where(id => id != s.GistId)).ToHashSet();
        var trimmed = new List<Guid>();
        foreach (var candidate in candidates.Where(c => !c.IsProtected && c.Bytes.Activation > 0 && !moved.Contains(c.Id)).OrderBy(c => c.Strength).ThenBy(c => c.OccurredAt).ThenBy(c => c.Id))
        {
            if (!(left > maximum))
            {
                break;
            }

            trimmed.Add(candidate.Id);
            left -= candidate.Bytes.Activation;
        }

        return trimmed.Chunk(TrimmedTogether).Select(ids => new SweepStep(SweepAction.Trim, ids, null,
            string.Create(CultureInfo.InvariantCulture, $"They are among the weakest, and the memories cost more than {maximum} bytes.")));
    }

    /// <summary>Picks what stands for a cluster: a protected one, else one that does already, else the one in most company, else the one that says most, else the strongest, else the latest.</summary>
    private static SweepCandidate Representative(IReadOnlyList<SweepCandidate> cluster, Company company) => cluster
        .OrderByDescending(c => c.IsProtected)
        .ThenByDescending(c => c.Members.Count)
        .ThenByDescending(c => company.Of(c, cluster))
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
