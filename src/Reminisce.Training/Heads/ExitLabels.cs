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

    /// <summary>Chooses S so that the mean depth comes nearest to a share of the full depth.</summary>
    public static (int Top, int[] Labels) Choose(IReadOnlyList<int[]> ranks, IReadOnlyList<int> layers, double share) => s_choices
        .Select(top => (Top: top, Labels: First(ranks, top)))
        .MinBy(c => Math.Abs((c.Labels.Average(l => layers[l]) / layers[^1]) - share));
}
