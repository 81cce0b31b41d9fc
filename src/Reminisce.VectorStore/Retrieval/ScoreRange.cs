namespace Reminisce.VectorData;

/// <summary>What unrelated items reach in a search of a known number of items.</summary>
internal static class ScoreRange
{
    /// <summary>Gives the score that the best of many unrelated items passes only in a stated share of searches.</summary>
    /// <remarks>
    /// With N items, a search accepts falsely with probability 1 - (1 - p)^N when one pair does with p. The normal tail is
    /// stretched so that it runs through the floor that was measured with the calibration.
    /// </remarks>
    /// <param name="calibration">The distribution of unrelated pairs.</param>
    /// <param name="falseAcceptRate">The share of searches for something absent that may return something.</param>
    /// <param name="items">How many items are searched, at least 1.</param>
    public static double Least(ScoreCalibration calibration, double falseAcceptRate, long items)
    {
        // expm1 and log1p by hand would lose nothing here: rates are far above 1e-12.
        var pair = -Math.Exp(Math.Log(1 - falseAcceptRate) / items) + 1;
        var normal = NormalQuantile.OfUpperTail(Math.Clamp(pair, 1e-15, 1 - 1e-9));
        return calibration.FloorRate is { } rate
            ? normal * calibration.Normalize(calibration.Floor) / NormalQuantile.OfUpperTail(rate)
            : normal;
    }
}
