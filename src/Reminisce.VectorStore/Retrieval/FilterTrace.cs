namespace Reminisce.VectorData;

/// <summary>What the first step of a search found.</summary>
/// <param name="Exits">Each exit that the query can be compared with.</param>
/// <param name="Rounds">How often exits were asked: more than once when a list turned out too short for an exact merge.</param>
/// <param name="Elapsed">Time of the step; coarse exits are searched concurrently, then the full depths.</param>
public sealed record FilterTrace(IReadOnlyList<ExitTrace> Exits, int Rounds, TimeSpan Elapsed);
