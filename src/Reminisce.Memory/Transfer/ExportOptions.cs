namespace Reminisce.Memory;

/// <summary>What an export takes along.</summary>
public sealed class ExportOptions
{
    /// <summary>Gets or sets whose memories, or <see langword="null"/> for everybody's.</summary>
    /// <value>The default is <see langword="null"/>.</value>
    public MemoryScope? Scope { get; set; }

    /// <summary>Gets or sets whether the originals that media references point to are copied, where they are files and still the same.</summary>
    /// <value>The default is <see langword="true"/>. They are needed to import pictures with another encoder.</value>
    public bool IncludeMedia { get; set; } = true;
}
