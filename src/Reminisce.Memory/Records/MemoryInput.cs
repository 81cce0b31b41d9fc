namespace Reminisce.Memory;

/// <summary>Something to remember: words, a picture, or a picture with words.</summary>
/// <remarks>Not thread-safe while it is being filled; not changed by the memory.</remarks>
public sealed class MemoryInput
{
    /// <summary>Gets or sets the words: the note itself, or title, caption or recognised text of a picture.</summary>
    public string? Text { get; set; }

    /// <summary>Gets or sets the bytes of the picture or recording as they are in its file, or empty.</summary>
    public ReadOnlyMemory<byte> Media { get; set; }

    /// <summary>Gets or sets the media type of <see cref="Media"/>, for example <c>image/png</c>; required when there is media.</summary>
    public string? MediaType { get; set; }

    /// <summary>Gets or sets where the original lies (a path or address), kept as provenance and for encoding it again.</summary>
    public string? MediaReference { get; set; }

    /// <summary>Gets or sets when it happened.</summary>
    /// <value>The default is <see langword="null"/>: now, by the memory's clock.</value>
    public DateTimeOffset? OccurredAt { get; set; }

    /// <summary>Gets or sets where it came from, for people: an app, an address, a file name.</summary>
    public string Source { get; set; } = "";

    /// <summary>Gets or sets whose memory it is.</summary>
    public MemoryScope Scope { get; set; } = MemoryScope.Default;

    /// <summary>Gets or sets how far its origin is trusted.</summary>
    public TrustTier Trust { get; set; } = TrustTier.User;

    /// <summary>Gets or sets what surrounded it.</summary>
    public MemoryCues Cues { get; set; } = new();

    /// <summary>Gets or sets how much it matters, 0 to 1.</summary>
    /// <value>The default is 0.5.</value>
    public double Importance { get; set; } = 0.5;

    /// <summary>Gets or sets a name for what belongs together in one call: inputs of the same name are one episode.</summary>
    /// <remarks>An episode is remembered whole or not at all, and recalled as one. All its parts are of one scope. The name itself is not kept.</remarks>
    public string? Episode { get; set; }

    /// <summary>Gets or sets the older memory that this one takes the place of: recall shows the newer instead.</summary>
    /// <remarks>It must be of the same scope, and not of a more trusted tier. It stays, and is shown for its own time.</remarks>
    public Guid? Supersedes { get; set; }

    /// <summary>Makes a copy at a time and in an episode; the bytes of the media are not copied.</summary>
    internal MemoryInput Copy(DateTimeOffset? occurredAt, string? episode) => new()
    {
        Text = Text,
        Media = Media,
        MediaType = MediaType,
        MediaReference = MediaReference,
        OccurredAt = occurredAt,
        Source = Source,
        Scope = Scope,
        Trust = Trust,
        Cues = Cues,
        Importance = Importance,
        Supersedes = Supersedes,
        Episode = episode,
    };
}
