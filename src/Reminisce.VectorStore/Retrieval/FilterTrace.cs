namespace Reminisce.VectorData;

/// <summary>What the first step of a search found.</summary>
/// <param name="Depth">Items asked of each exit.</param>
/// <param name="FoundByExit">Items found at each exit that was searched.</param>
/// <param name="Elapsed">Time of the step; the exits are searched concurrently.</param>
public sealed record FilterTrace(int Depth, IReadOnlyDictionary<ExitLayer, int> FoundByExit, TimeSpan Elapsed);
