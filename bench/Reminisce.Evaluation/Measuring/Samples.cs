namespace Reminisce.Evaluation;

/// <summary>Medians and other ranks of measured values.</summary>
internal static class Samples
{
    public static double Median(IReadOnlyCollection<double> values) => Rank(values, 0.5);

    /// <summary>The value that a share of all values does not exceed.</summary>
    public static double Rank(IReadOnlyCollection<double> values, double share)
    {
        if (values.Count == 0)
        {
            throw new InvalidOperationException("Nothing was measured.");
        }

        var ordered = values.Order().ToArray();
        var place = share * (ordered.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, ordered.Length - 1);
        return ordered[below] + ((place - below) * (ordered[above] - ordered[below]));
    }
}
