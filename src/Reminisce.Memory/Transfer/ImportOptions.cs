namespace Reminisce.Memory;

/// <summary>How an export is taken in.</summary>
public sealed class ImportOptions
{
    /// <summary>Gets or sets what happens to a memory whose id is there already.</summary>
    /// <value>The default is <see cref="ExistingMemory.Keep"/>.</value>
    public ExistingMemory Existing { get; set; } = ExistingMemory.Keep;
}
