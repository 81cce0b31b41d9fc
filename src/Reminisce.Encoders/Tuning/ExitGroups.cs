namespace Reminisce.Encoders;

/// <summary>Sends small groups of a batch on to the next deeper group where stopping for them costs more than running them on.</summary>
/// <remarks>
/// Items only ever get deeper than predicted, and never deeper than the deepest of their batch, so that no stage runs that would
/// not have run. (Paper: minimum group size, which it leaves open.)
/// </remarks>
internal static class ExitGroups
{
    /// <summary>Finds the cheapest exits.</summary>
    /// <param name="items">Items of the batch that are to stop at each exit, shallow to deep.</param>
    /// <param name="costs">What running on and stopping cost.</param>
    /// <returns>The exit for each exit; itself where its items stay, or where it has none.</returns>
    public static int[] Merge(ReadOnlySpan<int> items, StageCosts costs)
    {
        var to = new int[items.Length];
        var groups = new List<int>();
        for (var exit = 0; exit < items.Length; exit++)
        {
            to[exit] = exit;
            if (items[exit] > 0)
            {
                groups.Add(exit);
            }
        }

        // best[i]: the least cost of the groups from i on; end[i]: the group that i and all up to it stop at.
        var best = new double[groups.Count + 1];
        var end = new int[groups.Count];
        for (var first = groups.Count - 1; first >= 0; first--)
        {
            best[first] = double.PositiveInfinity;
            double running = 0;
            var carried = 0;
            for (var last = first; last < groups.Count; last++)
            {
                for (var stage = last == first ? int.MaxValue : groups[last - 1] + 1; stage <= groups[last]; stage++)
                {
                    running += carried * costs.StageSeconds[stage];
                }

                carried += items[groups[last]];
                var cost = running + costs.HeadSeconds + best[last + 1];
                if (cost < best[first])
                {
                    (best[first], end[first]) = (cost, last);
                }
            }
        }

        for (var first = 0; first < groups.Count; first = end[first] + 1)
        {
            for (var group = first; group <= end[first]; group++)
            {
                to[groups[group]] = groups[end[first]];
            }
        }

        return to;
    }
}
