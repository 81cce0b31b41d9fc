namespace Reminisce.VectorData;

/// <summary>How one result got its place.</summary>
/// <param name="Exit">The exit whose embedding counted.</param>
/// <param name="CoarseExit">The exit at which it was found.</param>
/// <param name="Score">The score it was returned with.</param>
/// <param name="CoarseScore">The calibrated score with which it was found.</param>
/// <param name="State">Whether it was finished.</param>
public sealed record RetrievedTrace(ExitLayer Exit, ExitLayer CoarseExit, double Score, double CoarseScore, RefinementState State);
