namespace Reminisce;

/// <summary>The query embedding that matches items of one exit.</summary>
/// <remarks>Immutable; safe to share between threads.</remarks>
/// <param name="Exit">The exit of the items to compare with.</param>
/// <param name="Vector">The query embedding for that exit, L2-normalised.</param>
/// <param name="Calibration">How similarities at this exit are distributed for unrelated pairs.</param>
public sealed record ExitQuery(ExitLayer Exit, ReadOnlyMemory<float> Vector, ScoreCalibration Calibration);
