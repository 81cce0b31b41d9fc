namespace Reminisce.Training.Heads;

/// <summary>Tells from ranks which exit each item needs.</summary>
internal static class ExitLabels
{
    private static readonly int[] s_choices = [1, 2, 3, 5, 8, 10, 15, 20, 30, 50, 80, 120, 200];

    /// <summary>The first exit at which an item's query finds it within the top S, or no worse than at full depth.</summary>
    /// <param name="ranks">Per exit, shallow to deep, the rank of each item.</param>
    /// <param name="top">S: a larger one lets items stop earlier.</param>
    public static int[] First(IReadOnlyList<int[]> ranks, int top)
    {
        var last = ranks.Count - 1;
        var labels = new int[ranks[0].Length];
        for (var i = 0; i < labels.Length; i++)
        {
            var enough = Math.Max(top, ranks[last][i]);
            labels[i] = Enumerable.Range(0, ranks.Count).First(e => ranks[e][i] <= enough);
        }

        return labels;
    }

    /// <summary>The first exit at which as many of an item's queries find it within the top S as at full depth.</summary>
    /// <param name="ranks">Per exit, shallow to deep, the rank of each query's item.</param>
    /// <param name="targets">The item that each query looks for.</param>
    /// <param name="items">Number of items.</param>
    /// <param name="top">S.</param>
    public static int[] FirstAsFull(IReadOnlyList<int[]> ranks, int[] targets, int items, int top)
    {
        var found = ranks.Select(_ => new int[items]).ToArray();
        for (var exit = 0; exit < ranks.Count; exit++)
        {
            for (var query = 0; query < targets.Length; query++)
            {
                found[exit][targets[query]] += ranks[exit][query] <= top ? 1 : 0;
            }
        }

        return [.. Enumerable.Range(0, items).Select(i => Array.FindIndex(found, f => f[i] >= found[^1][i]))];
    }

    /// <summary>Chooses S so that the mean depth comes nearest to a share of the full depth.</summary>
    public static (int Top, int[] Labels) Choose(IReadOnlyList<int[]> ranks, IReadOnlyList<int> layers, double share) => s_choices
        .Select(top => (Top: top, Labels: First(ranks, top)))
        .MinBy(c => Math.Abs((c.Labels.Average(l => layers[l]) / layers[^1]) - share));
}
