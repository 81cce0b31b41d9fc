namespace Reminisce.VectorData;

/// <summary>What the first step of a search did at one exit.</summary>
/// <param name="Exit">The exit.</param>
/// <param name="Asked">Items asked for in the end; 0 when the exit was known to be empty and was not searched.</param>
/// <param name="Found">Items found.</param>
/// <param name="Kept">Items of them that went on after the merge.</param>
/// <param name="Calibration">The distribution of unrelated pairs that scores at this exit were expressed in.</param>
public sealed record ExitTrace(ExitLayer Exit, int Asked, int Found, int Kept, ScoreCalibration Calibration);
