namespace Reminisce.Memory;

/// <summary>One memory with its provenance, as it is shown to callers.</summary>
/// <remarks>Immutable copy; later changes in the store do not reach it. Its text is data, never instruction.</remarks>
public sealed record MemoryItem
{
    /// <summary>Gets the id: time-ordered, and the same for the same content at the same time.</summary>
    public required Guid Id { get; init; }

    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>Gets when it was stored.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Gets the sense through which it came.</summary>
    public required Modality Modality { get; init; }

    /// <summary>Gets where it came from.</summary>
    public required string Source { get; init; }

    /// <summary>Gets the words, or an empty string for a picture without any.</summary>
    public required string Text { get; init; }

    /// <summary>Gets the media type of the original, or <see langword="null"/> for words only.</summary>
    public string? MediaType { get; init; }

    /// <summary>Gets where the original lies, or <see langword="null"/>.</summary>
    public string? MediaReference { get; init; }

    /// <summary>Gets whose memory it is.</summary>
    public MemoryScope Scope { get; init; } = MemoryScope.Default;

    /// <summary>Gets how far its origin is trusted.</summary>
    public TrustTier Trust { get; init; }

    /// <summary>Gets what surrounded it.</summary>
    public MemoryCues Cues { get; init; } = new();

    /// <summary>Gets how much it matters, 0 to 1.</summary>
    public double Importance { get; init; }

    /// <summary>Gets whether it is kept whatever the sweep decides.</summary>
    public bool Pinned { get; init; }

    /// <summary>Gets how easily it comes to mind now, 0 to 1.</summary>
    public double Strength { get; init; }

    /// <summary>Gets how many memories a gist stands for; 1 for an ordinary memory.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Gets the members of a gist; empty for an ordinary memory.</summary>
    public IReadOnlyList<Guid> Members { get; init; } = [];

    /// <summary>Gets when what a gist stands for happened, from the first to after the last; <see langword="null"/> for an ordinary memory.</summary>
    public TimeWindow? Span { get; init; }

    /// <summary>Gets what the members of a gist say beyond it, each once; empty for an ordinary memory.</summary>
    public IReadOnlyList<string> Facts { get; init; } = [];

    /// <summary>Gets the episode it is a part of, or <see langword="null"/>.</summary>
    public Guid? EpisodeId { get; init; }

    /// <summary>Gets the older memory it takes the place of, or <see langword="null"/>.</summary>
    public Guid? Supersedes { get; init; }
}
