using System.Runtime.Intrinsics;

namespace Reminisce.Encoders;

/// <summary>Finds the 16-bit scale of a block.</summary>
internal static class BlockScale
{
    /// <summary>Computes the scale that puts the number of largest magnitude on <paramref name="step"/>.</summary>
    /// <param name="a">Numbers 0 to 7.</param>
    /// <param name="b">Numbers 8 to 15.</param>
    /// <param name="c">Numbers 16 to 23.</param>
    /// <param name="d">Numbers 24 to 31.</param>
    /// <param name="step">The outermost step.</param>
    /// <param name="signed">Whether the scale takes that number's sign.</param>
    /// <param name="scale">The scale; 0 for a block of zeros or of numbers below what 16 bits can scale.</param>
    /// <returns>Whether every number is finite and the scale fits 16 bits.</returns>
    public static bool TryCompute(Vector256<float> a, Vector256<float> b, Vector256<float> c, Vector256<float> d, float step, bool signed, out Half scale)
    {
        // Max and Min hand on NaN, so one look at the extremes finds it.
        var most = Vector256.Max(Vector256.Max(a, b), Vector256.Max(c, d));
        var least = Vector256.Min(Vector256.Min(a, b), Vector256.Min(c, d));
        var four = Vector128.Max(most.GetLower(), most.GetUpper());
        var two = Vector128.Max(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        var highest = Vector128.Max(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
        four = Vector128.Min(least.GetLower(), least.GetUpper());
        two = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        var lowest = Vector128.Min(two, Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
        var extreme = highest >= -lowest ? highest : lowest;
        scale = (Half)((signed ? extreme : MathF.Abs(extreme)) / step);
        return float.IsFinite(highest) && float.IsFinite(lowest) && Half.IsFinite(scale);
    }
}
