namespace Reminisce.Memory;

/// <summary>Which memories are to be erased. What is set narrows the choice; something must be set.</summary>
/// <remarks>Not thread-safe while it is being filled; not changed by the memory.</remarks>
public sealed class EraseRequest
{
    /// <summary>Gets or sets whose memories; nothing of another scope is ever erased.</summary>
    public MemoryScope Scope { get; set; } = MemoryScope.Default;

    /// <summary>Gets or sets the ids, or <see langword="null"/> to choose by the properties below only.</summary>
    public IReadOnlyCollection<Guid>? Ids { get; set; }

    /// <summary>Gets or sets when they happened.</summary>
    public TimeWindow? Window { get; set; }

    /// <summary>Gets or sets the source they came from, exactly as it was given.</summary>
    public string? Source { get; set; }

    /// <summary>Gets or sets the application in which they were seen or written, exactly as it was given.</summary>
    public string? App { get; set; }

    /// <summary>Gets or sets whether everything of the scope is meant when nothing else narrows it.</summary>
    public bool WholeScope { get; set; }

    /// <summary>Gets or sets whether the near-duplicates that a chosen gist stands for go with it.</summary>
    /// <value>The default is <see langword="true"/>: else they come back into recall, and say nearly the same.</value>
    public bool IncludeMembers { get; set; } = true;

    /// <summary>Gets or sets whether pinned memories are erased too.</summary>
    /// <value>The default is <see langword="false"/>: the preview names them and they stay.</value>
    public bool IncludePinned { get; set; }
}
