namespace Reminisce.Memory;

/// <summary>A question to the memory.</summary>
/// <remarks>Not thread-safe while it is being filled; not changed by the memory.</remarks>
public sealed class RecallRequest
{
    /// <summary>Gets or sets the question in words; phrases of time in it are understood. May be empty when there is a window or a picture.</summary>
    public string Query { get; set; } = "";

    /// <summary>Gets or sets whether phrases of time in the question are words like any other.</summary>
    /// <value>The default is <see langword="false"/>: "last week" limits the search to last week.</value>
    public bool IgnoreTime { get; set; }

    /// <summary>Gets or sets a picture to search by example, or empty.</summary>
    public ReadOnlyMemory<byte> Media { get; set; }

    /// <summary>Gets or sets the media type of <see cref="Media"/>.</summary>
    public string? MediaType { get; set; }

    /// <summary>Gets or sets the window to look in; overrides a phrase in the question.</summary>
    public TimeWindow? Window { get; set; }

    /// <summary>Gets or sets the most results to return, at least 1.</summary>
    /// <value>The default is 10.</value>
    public int Top { get; set; } = 10;

    /// <summary>Gets or sets whose memories are searched.</summary>
    public MemoryScope Scope { get; set; } = MemoryScope.Default;

    /// <summary>Gets or sets the least trusted tier that may be found.</summary>
    /// <value>The default is <see cref="TrustTier.Web"/>: all tiers.</value>
    public TrustTier LeastTrusted { get; set; } = TrustTier.Web;

    /// <summary>Gets or sets the only modality to look for, or <see langword="null"/> for all.</summary>
    public Modality? Modality { get; set; }

    /// <summary>Gets or sets what surrounded the memory looked for; matches raise the rank, they exclude nothing.</summary>
    public MemoryCues? Cues { get; set; }

    /// <summary>Gets or sets the hour of day around which it happened, 0 to 23 by the clock of its place; raises the rank like a cue.</summary>
    public int? Hour { get; set; }
}
