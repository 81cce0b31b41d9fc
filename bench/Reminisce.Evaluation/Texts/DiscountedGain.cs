namespace Reminisce.Evaluation;

/// <summary>Normalised discounted cumulative gain of the first ten (nDCG@10), gains 2^grade - 1.</summary>
internal static class DiscountedGain
{
    public const int Depth = 10;

    /// <summary>Scores one ranking between 0 and 1; what was not judged is taken as not relevant.</summary>
    public static double Of(IReadOnlyList<int> ranking, IReadOnlyDictionary<int, int> grades)
    {
        var best = Sum(grades.Values.OrderDescending());
        return best == 0 ? 0 : Sum(ranking.Select(place => grades.GetValueOrDefault(place))) / best;
    }

    private static double Sum(IEnumerable<int> grades) => grades.Take(Depth).Select((grade, i) => (Math.Pow(2, grade) - 1) / Math.Log2(i + 2)).Sum();
}
