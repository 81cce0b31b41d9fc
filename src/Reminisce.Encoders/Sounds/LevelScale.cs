namespace Reminisce.Encoders;

/// <summary>What becomes of the power of a band: <c>(clip(Factor * log10(max(power, Floor))) + Add) * Multiply</c>.</summary>
/// <param name="Floor">The least power.</param>
/// <param name="Factor">1 for log10, 10 for decibels, ln 10 for the natural logarithm.</param>
/// <param name="ClipBelowMax">How far below the loudest band of the sound values may lie; <see langword="null"/> for any distance.</param>
/// <param name="Add">What is added then.</param>
/// <param name="Multiply">What it is multiplied with last.</param>
internal sealed record LevelScale(float Floor, float Factor, float? ClipBelowMax, float Add, float Multiply);
