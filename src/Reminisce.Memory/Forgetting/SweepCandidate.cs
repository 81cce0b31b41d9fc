using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>What the plan of a sweep needs to know of one memory.</summary>
/// <param name="Id">The memory.</param>
/// <param name="Group">What must be equal for two memories to be merged: scope, trust, modality, app.</param>
/// <param name="OccurredAt">When it happened.</param>
/// <param name="Text">Its words.</param>
/// <param name="ContentHash">The hash of its content.</param>
/// <param name="Strength">How easily it comes to mind, 0 to 1.</param>
/// <param name="IsProtected">Whether it is pinned or too young to be touched.</param>
/// <param name="Members">The memories it stands for already; empty for an ordinary memory.</param>
/// <param name="Space">The space of its vector, or <see langword="null"/> without one.</param>
/// <param name="Vector">Its vector, L2-normalised, or empty.</param>
/// <param name="Bytes">What it costs.</param>
/// <param name="Cues">The people, places and tags it speaks of.</param>
/// <param name="LastUse">When it was used last, or happened.</param>
/// <param name="Source">Where it came from.</param>
/// <param name="Interference">How crowded the ways to it are; its strength takes that in.</param>
internal sealed record SweepCandidate(
    Guid Id, string Group, DateTimeOffset OccurredAt, string Text, string ContentHash, double Strength, bool IsProtected,
    IReadOnlyList<Guid> Members, string? Space, ReadOnlyMemory<float> Vector, MemoryBytes Bytes = default,
    IReadOnlyList<string>? Cues = null, DateTimeOffset LastUse = default, string Source = "", double Interference = 0);
