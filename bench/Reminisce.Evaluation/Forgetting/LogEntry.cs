using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>One memory of a life log.</summary>
/// <param name="Input">What is remembered.</param>
/// <param name="Group">What it shows: entries of one group are the same screen or the same note, changed a little.</param>
/// <param name="Pinned">Whether the person pinned it.</param>
/// <param name="UsedAfter">How long after it was stored it was used, or <see langword="null"/>.</param>
internal sealed record LogEntry(MemoryInput Input, int Group, bool Pinned, TimeSpan? UsedAfter);
