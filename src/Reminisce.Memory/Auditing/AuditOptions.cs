namespace Reminisce.Memory;

/// <summary>What an audit looks at, and from where on something is worth reporting.</summary>
/// <remarks>Not thread-safe while it is being filled; not changed by the memory.</remarks>
public sealed class AuditOptions
{
    /// <summary>Gets or sets whose memories, or <see langword="null"/> for everybody's.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public MemoryScope? Scope { get; set; }

    /// <summary>Gets or sets the most findings of one kind that are listed, at least 0; all are counted.</summary>
    /// <value>The default is 100.</value>
    public int MaximumFindings { get; set; } = 100;

    /// <summary>Gets or sets how close in time near-duplicates lie.</summary>
    /// <value>The default is two days, as in a sweep.</value>
    public TimeSpan DuplicateWindow { get; set; } = TimeSpan.FromDays(2);

    /// <summary>Gets or sets the strength below which a memory is stale, 0 to 1.</summary>
    /// <value>The default is 0.05, as in a sweep.</value>
    public double StaleBelow { get; set; } = 0.05;

    /// <summary>Gets or sets the length in characters above which a text is oversized.</summary>
    /// <value>The default is 20,000.</value>
    public int OversizedText { get; set; } = 20_000;

    /// <summary>Gets or sets for how long a memory may go unused before it is reported.</summary>
    /// <value>The default is 90 days.</value>
    public TimeSpan UnusedFor { get; set; } = TimeSpan.FromDays(90);
}
