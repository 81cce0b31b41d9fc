namespace Reminisce.Training.Healing;

/// <summary>Stages that are healed together: from one exit to another, both counted.</summary>
/// <param name="First">Place of the first exit among the tower's exits.</param>
/// <param name="Last">Place of the last one.</param>
internal readonly record struct HealingWindow(int First, int Last)
{
    public IReadOnlyList<int> Exits => [.. Enumerable.Range(First, Last - First + 1)];

    /// <summary>Windows that end at given layers, or without any follow from a histogram.</summary>
    /// <param name="layers">Layer of each exit, shallow to deep.</param>
    /// <param name="ends">Layers at which windows end, or none.</param>
    /// <param name="shares">Gives the share of items that are predicted to stop at each exit.</param>
    public static IReadOnlyList<HealingWindow> Choose(IReadOnlyList<int> layers, IReadOnlyList<int> ends, Func<IReadOnlyList<double>> shares) =>
        ends.Count > 0 ? At(layers, ends) : FromHistogram(layers, shares());

    /// <summary>Windows that end at given layers.</summary>
    /// <param name="layers">Layer of each exit, shallow to deep.</param>
    /// <param name="ends">Layers at which windows end; the last exit always ends one.</param>
    /// <exception cref="ArgumentException">An end is no exit.</exception>
    public static IReadOnlyList<HealingWindow> At(IReadOnlyList<int> layers, IReadOnlyList<int> ends)
    {
        var places = layers.ToList();
        var windows = new List<HealingWindow>();
        foreach (var end in ends.Append(layers[^1]).Distinct().Order())
        {
            var place = places.IndexOf(end);
            if (place < 0)
            {
                throw new ArgumentException($"A window cannot end after layer {end}; exits are after {string.Join(", ", layers)}.", nameof(ends));
            }

            windows.Add(new HealingWindow(windows.Count == 0 ? 0 : windows[^1].Last + 1, place));
        }

        return windows;
    }

    /// <summary>Windows from a histogram of predicted exits: narrow where items stop, wider behind the pivots.</summary>
    /// <remarks>
    /// (Paper: the LoRA step is 1 early and up to 4 late, set at the pivots of the histogram.) A window has one exit up to the median
    /// of the predicted exits, two up to the ninth tenth, and all that are left behind it.
    /// </remarks>
    /// <param name="layers">Layer of each exit.</param>
    /// <param name="shares">Share of items that are predicted to stop at each exit.</param>
    public static IReadOnlyList<HealingWindow> FromHistogram(IReadOnlyList<int> layers, IReadOnlyList<double> shares)
    {
        var windows = new List<HealingWindow>();
        var (median, tail) = (Quantile(shares, 0.5), Quantile(shares, 0.9));
        for (var first = 0; first < layers.Count;)
        {
            var width = first <= median ? 1 : first <= tail ? 2 : layers.Count;
            var last = Math.Min(first + width, layers.Count) - 1;
            windows.Add(new HealingWindow(first, last));
            first = last + 1;
        }

        return windows;
    }

    private static int Quantile(IReadOnlyList<double> shares, double quantile)
    {
        var all = shares.Sum();
        var sum = 0.0;
        for (var i = 0; i < shares.Count; i++)
        {
            sum += shares[i];
            if (sum >= quantile * all)
            {
                return i;
            }
        }

        return shares.Count - 1;
    }
}
