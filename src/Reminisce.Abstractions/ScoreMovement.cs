namespace Reminisce;

/// <summary>How the calibrated score of an item moves when the item is finished: a straight line and the spread around it.</summary>
/// <remarks>
/// Immutable. Fitted on the best coarse candidates of held-out queries, where the choice of the best alone makes coarse scores
/// fall. Tells which candidates can no longer reach the results, so that they need not be finished. (Paper: none; D3 finishes all k.)
/// </remarks>
/// <param name="Slope">How much of a coarse score is left on average.</param>
/// <param name="Intercept">What is added to it.</param>
/// <param name="Spread">Standard deviation of the full score around the line, not negative.</param>
public sealed record ScoreMovement(double Slope, double Intercept, double Spread)
{
    /// <summary>Gives the full score that is expected of an item.</summary>
    /// <param name="coarse">Its calibrated score at the exit.</param>
    /// <returns><c>Slope * coarse + Intercept</c>.</returns>
    public double Expect(double coarse) => (Slope * coarse) + Intercept;

    /// <summary>Gives a bound that the full score passes only in a known share of cases.</summary>
    /// <param name="coarse">The calibrated score at the exit.</param>
    /// <param name="deviations">How many spreads above what is expected; 1.64 leaves one case in twenty above.</param>
    /// <returns>The bound.</returns>
    public double Bound(double coarse, double deviations) => Expect(coarse) + (deviations * Spread);
}
