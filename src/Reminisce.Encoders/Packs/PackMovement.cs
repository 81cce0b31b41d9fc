namespace Reminisce.Encoders;

/// <summary>How calibrated scores at one exit move when items are finished, see <see cref="ScoreMovement"/>.</summary>
/// <param name="Slope">How much of a coarse score is left on average.</param>
/// <param name="Intercept">What is added to it.</param>
/// <param name="Spread">Standard deviation around the line, not negative.</param>
public sealed record PackMovement(double Slope, double Intercept, double Spread);
