namespace Reminisce.Memory.Storage;

/// <summary>A record found by a word.</summary>
/// <param name="Record">The record.</param>
/// <param name="Score">BM25, higher is better.</param>
internal sealed record WordHit(MemoryRecord Record, double Score);
