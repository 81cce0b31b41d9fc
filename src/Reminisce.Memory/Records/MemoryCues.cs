namespace Reminisce.Memory;

/// <summary>What surrounded a memory and can bring it back: place, app, people, tags.</summary>
/// <remarks>Immutable. (Paper: context-dependent cues.)</remarks>
public sealed record MemoryCues
{
    /// <summary>Gets where it happened, or <see langword="null"/>.</summary>
    public string? Place { get; init; }

    /// <summary>Gets the application in which it was seen or written, or <see langword="null"/>.</summary>
    public string? App { get; init; }

    /// <summary>Gets who was there.</summary>
    public IReadOnlyList<string> People { get; init; } = [];

    /// <summary>Gets free labels.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
