namespace Reminisce.Memory.Storage;

/// <summary>A record found by meaning.</summary>
/// <param name="Record">The record.</param>
/// <param name="Deviations">Standard deviations above unrelated pairs.</param>
/// <param name="IsRelevant">Whether it lies above the floor that unrelated pairs rarely reach.</param>
internal sealed record MeaningHit(MemoryRecord Record, double Deviations, bool IsRelevant);
