using Microsoft.Extensions.AI;

namespace Reminisce.Memory.Storage;

/// <summary>A memory as it lies in the vector store: flat, every property that a recall filters by on its own.</summary>
/// <remarks>Mutable because the store fills it; never shown to callers. Times are UTC ticks, so that every store can compare them.</remarks>
internal sealed class MemoryRecord
{
    public Guid Key { get; set; }

    /// <summary>Gets or sets what is embedded; never stored and <see langword="null"/> on every record read.</summary>
    public AIContent? Content { get; set; }

    public string Text { get; set; } = "";

    /// <summary>Gets or sets what full text finds: the text, the cues, and for a gist the words of its members.</summary>
    public string Words { get; set; } = "";

    public long OccurredAt { get; set; }

    /// <summary>Gets or sets the minutes the clock of the place was ahead of UTC.</summary>
    public int OccurredOffset { get; set; }

    /// <summary>Gets or sets the beginning of the time the text speaks of ("yesterday"), UTC ticks; 0 with <see cref="MentionedTo"/> when it speaks of none.</summary>
    public long MentionedFrom { get; set; }

    /// <summary>Gets or sets the end of the time the text speaks of, or 0.</summary>
    public long MentionedTo { get; set; }

    public long RecordedAt { get; set; }

    public int Modality { get; set; }

    public string Source { get; set; } = "";

    public string ScopeApplication { get; set; } = "";

    public string ScopeAgent { get; set; } = "";

    public string ScopeUser { get; set; } = "";

    public string ScopeSession { get; set; } = "";

    public int Trust { get; set; }

    public string? Place { get; set; }

    public string? App { get; set; }

    public List<string> People { get; set; } = [];

    public List<string> Tags { get; set; } = [];

    public string? MediaType { get; set; }

    public string? MediaReference { get; set; }

    /// <summary>Gets or sets the SHA-256 of the content, hexadecimal.</summary>
    public string ContentHash { get; set; } = "";

    public double Importance { get; set; }

    public bool Pinned { get; set; }

    public bool Suppressed { get; set; }

    /// <summary>Gets or sets the <see cref="MemoryState"/>.</summary>
    public int State { get; set; }

    /// <summary>Gets or sets the memory that stands for this one, or an empty string.</summary>
    public string GistId { get; set; } = "";

    /// <summary>Gets or sets the memories this one stands for, itself among them; empty for an ordinary memory.</summary>
    public List<string> Members { get; set; } = [];

    /// <summary>Gets or sets what the parts of one episode have in common; <see langword="null"/> for a memory of its own.</summary>
    public long SpanFrom { get; set; }

    public long SpanTo { get; set; }

    public string? EpisodeId { get; set; }

    /// <summary>Gets or sets the place among the parts of the episode.</summary>
    public int Part { get; set; }

    /// <summary>Gets or sets the older memory that this one takes the place of, or <see langword="null"/>.</summary>
    public string? Supersedes { get; set; }

    public int UseCount { get; set; }

    /// <summary>Gets or sets the UTC ticks of the latest uses, newest first, separated by blanks.</summary>
    public string LastUses { get; set; } = "";

    public bool IsGist => Members.Count > 1;
}
