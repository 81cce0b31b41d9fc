namespace Reminisce.VectorData;

/// <summary>How likely an activation is to be asked for again, from when and how often it was used.</summary>
/// <remarks>
/// The base level of ACT-R with decay 1/2 in its form for the last use and the number of the others: each use counts by the
/// inverse square root of its age. Only the order means something.
/// </remarks>
internal static class RecallOdds
{
    /// <summary>Computes the odds; times are in milliseconds.</summary>
    /// <param name="now">The present.</param>
    /// <param name="first">When it was stored first.</param>
    /// <param name="last">When it was used last.</param>
    /// <param name="uses">How often it was stored or read, at least 1.</param>
    public static double Of(long now, long first, long last, long uses)
    {
        // Ages under a second are all alike; clocks that were set back make none negative.
        var newest = Math.Max(1000.0, now - last);
        var oldest = Math.Max(newest, now - first);
        var odds = 1 / Math.Sqrt(newest);
        if (uses <= 1)
        {
            return odds;
        }

        // The mean of 1/sqrt(age) between the first use and the last.
        var others = oldest > newest ? 2 * (Math.Sqrt(oldest) - Math.Sqrt(newest)) / (oldest - newest) : odds;
        return odds + ((uses - 1) * others);
    }
}
