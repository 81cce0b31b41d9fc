using System.Numerics.Tensors;
using Reminisce.Memory.Time;

namespace Reminisce.Memory.Forgetting;

/// <summary>Finds memories that say the same: alike in meaning, alike in words, close in time, of one origin.</summary>
/// <remarks>
/// Stateless. Leader clustering in time order: everything in a cluster is like its first memory, so that a chain of small
/// changes never merges what differs. Vectors alone are not trusted: two notes that differ in one number lie close together
/// and say different things, so their words must agree as well.
/// </remarks>
internal static class NearDuplicateClusters
{
    /// <summary>The share of common words (Jaccard) from which two texts count as the same.</summary>
    private const double CommonWords = 0.8;

    /// <summary>Groups candidates.</summary>
    /// <param name="candidates">The memories; protected ones take part but may stand alone only as the one kept.</param>
    /// <param name="similarity">The least cosine similarity.</param>
    /// <param name="window">How far apart in time they may lie.</param>
    /// <returns>Clusters of two and more, each in time order.</returns>
    public static IReadOnlyList<IReadOnlyList<SweepCandidate>> Find(IEnumerable<SweepCandidate> candidates, double similarity, TimeSpan window)
        => Group(candidates, window, (a, b) => IsSame(a, b, similarity));

    /// <summary>Finds memories whose words agree, so that their finished vectors are worth having: coarse ones say less, and of two exits nothing.</summary>
    /// <remarks>Memories without words are left out: nothing but the vectors could say that they are worth finishing.</remarks>
    /// <param name="candidates">The memories.</param>
    /// <param name="window">How far apart in time they may lie.</param>
    public static IReadOnlySet<Guid> FindAlikeInWords(IEnumerable<SweepCandidate> candidates, TimeSpan window)
        => ClustersAlikeInWords(candidates.Where(c => c.Space is not null), window).SelectMany(cluster => cluster.Select(c => c.Id)).ToHashSet();

    /// <summary>Groups memories whose words agree, whatever their vectors.</summary>
    /// <param name="candidates">The memories; those without words are left out.</param>
    /// <param name="window">How far apart in time they may lie.</param>
    public static IReadOnlyList<IReadOnlyList<SweepCandidate>> ClustersAlikeInWords(IEnumerable<SweepCandidate> candidates, TimeSpan window)
        => Group(candidates, window, (a, b) => a.Words.Count > 0 && AreAlike(a.Words, b.Words));

    private static List<IReadOnlyList<SweepCandidate>> Group(IEnumerable<SweepCandidate> candidates, TimeSpan window, Func<Cluster, Cluster, bool> isSame)
    {
        var found = new List<IReadOnlyList<SweepCandidate>>();
        foreach (var group in candidates.GroupBy(c => c.Group, StringComparer.Ordinal))
        {
            var clusters = new List<Cluster>();
            var firstOpen = 0;
            foreach (var candidate in group.OrderBy(c => c.OccurredAt).ThenBy(c => c.Id))
            {
                while (firstOpen < clusters.Count && candidate.OccurredAt - clusters[firstOpen].Leader.OccurredAt > window)
                {
                    firstOpen++;
                }

                var own = new Cluster(candidate);
                var home = clusters.Skip(firstOpen).FirstOrDefault(c => isSame(c, own));
                if (home is null)
                {
                    clusters.Add(own);
                }
                else
                {
                    home.Items.Add(candidate);
                }
            }

            found.AddRange(clusters.Where(c => c.Items.Count > 1).Select(c => c.Items));
        }

        return found;
    }

    private static bool IsSame(Cluster cluster, Cluster other, double similarity)
    {
        var (a, b) = (cluster.Leader, other.Leader);
        if (a.ContentHash == b.ContentHash)
        {
            return true;
        }

        return a.Space is not null && a.Space == b.Space
            && AreAlike(cluster.Words, other.Words)
            && TensorPrimitives.Dot(a.Vector.Span, b.Vector.Span) >= similarity;
    }

    private static bool AreAlike(HashSet<string> a, HashSet<string> b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == b.Count;
        }

        var common = a.Count(b.Contains);
        return common >= CommonWords * (a.Count + b.Count - common)
            && a.Where(HasDigit).All(b.Contains) && b.Where(HasDigit).All(a.Contains);
    }

    private static bool HasDigit(string word) => word.Any(char.IsDigit);

    private sealed class Cluster(SweepCandidate leader)
    {
        public SweepCandidate Leader { get; } = leader;

        public List<SweepCandidate> Items { get; } = [leader];

        public HashSet<string> Words { get; } = [.. TimeTokenizer.Tokenize(leader.Text).Where(t => char.IsLetterOrDigit(t.Text[0])).Select(t => t.Text)];
    }
}
