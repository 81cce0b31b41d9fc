namespace Reminisce.Memory.Storage;

/// <summary>One step of a sweep in the journal: what it changes, before and after, without any content.</summary>
internal sealed class SweepEntry
{
    public Guid Key { get; set; }

    public string SweepId { get; set; } = "";

    public int Index { get; set; }

    /// <summary>Gets or sets the <see cref="SweepStatus"/>.</summary>
    public int Status { get; set; }

    /// <summary>Gets or sets when the sweep began, UTC ticks.</summary>
    public long At { get; set; }

    /// <summary>Gets or sets the changes as JSON.</summary>
    public string Changes { get; set; } = "";
}
