namespace Reminisce.Memory.Forgetting;

/// <summary>Finds memories that say the same: alike in meaning, alike in words, close in time, of one origin.</summary>
/// <remarks>
/// Stateless. Density decides: what has the most likes gathers those of them that are still free, then what has the most of the rest.
/// So everything in a cluster is like its densest member, whatever the order in which things happened, and a chain of small changes
/// never merges what differs.
/// </remarks>
internal static class NearDuplicateClusters
{
    /// <summary>Groups candidates.</summary>
    /// <param name="candidates">The memories; protected ones take part but may stand alone only as the one kept.</param>
    /// <param name="likeness">How like their embeddings must be.</param>
    /// <param name="window">How far apart in time the first and the last of a cluster may lie.</param>
    /// <returns>Clusters of two and more, each in time order, the one that begins first coming first.</returns>
    public static IReadOnlyList<IReadOnlyList<SweepCandidate>> Find(IEnumerable<SweepCandidate> candidates, Likeness likeness, TimeSpan window) =>
    [
        .. candidates.GroupBy(c => c.Group, StringComparer.Ordinal)
            .SelectMany(group => Gather(new Neighbourhood(group, window, likeness), window))
            .OrderBy(c => c[0].OccurredAt).ThenBy(c => c[0].Id),
    ];

    /// <summary>Finds memories whose words agree, so that their finished vectors are worth having: coarse ones say less, and of two exits nothing.</summary>
    /// <remarks>Memories without words are left out: nothing but the vectors could say that they are worth finishing.</remarks>
    /// <param name="candidates">The memories.</param>
    /// <param name="window">How far apart in time they may lie.</param>
    public static IReadOnlySet<Guid> FindAlikeInWords(IEnumerable<SweepCandidate> candidates, TimeSpan window) =>
        candidates.Where(c => c.Space is not null).GroupBy(c => c.Group, StringComparer.Ordinal)
            .Select(group => new Neighbourhood(group, window, likeness: null))
            .SelectMany(n => Enumerable.Range(0, n.Items.Count).Where(i => n.Of(i).Count > 0).Select(i => n.Items[i].Id))
            .ToHashSet();

    /// <summary>Groups memories whose words agree, whatever their vectors.</summary>
    /// <param name="candidates">The memories; those without words are left out.</param>
    /// <param name="window">How far apart in time the first and the last of a cluster may lie.</param>
    public static IReadOnlyList<IReadOnlyList<SweepCandidate>> ClustersAlikeInWords(IEnumerable<SweepCandidate> candidates, TimeSpan window) =>
        [.. candidates.GroupBy(c => c.Group, StringComparer.Ordinal).SelectMany(group => Gather(new Neighbourhood(group, window, likeness: null), window))];

    private static IEnumerable<IReadOnlyList<SweepCandidate>> Gather(Neighbourhood neighbourhood, TimeSpan window)
    {
        var items = neighbourhood.Items;
        var isTaken = new bool[items.Count];
        foreach (var centre in Enumerable.Range(0, items.Count).Where(i => neighbourhood.Of(i).Count > 0).OrderByDescending(i => neighbourhood.Of(i).Count).ThenBy(i => i).ToArray())
        {
            if (isTaken[centre])
            {
                continue;
            }

            var cluster = new List<int> { centre };
            var (first, last) = (items[centre].OccurredAt, items[centre].OccurredAt);
            foreach (var other in neighbourhood.Of(centre).Where(o => !isTaken[o]).OrderBy(o => (items[o].OccurredAt - items[centre].OccurredAt).Duration()).ThenBy(o => o))
            {
                var at = items[other].OccurredAt;
                var (from, to) = (at < first ? at : first, at > last ? at : last);
                if (to - from <= window)
                {
                    (first, last) = (from, to);
                    cluster.Add(other);
                }
            }

            if (cluster.Count > 1)
            {
                cluster.ForEach(i => isTaken[i] = true);
                yield return [.. cluster.Order().Select(i => items[i])];
            }
        }
    }
}
