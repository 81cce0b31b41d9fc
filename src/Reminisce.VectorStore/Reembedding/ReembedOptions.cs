namespace Reminisce.VectorData;

/// <summary>How a collection is embedded anew.</summary>
public sealed class ReembedOptions
{
    /// <summary>Gets or sets how many records are read, embedded and stored together, at least 1.</summary>
    /// <value>The default is 64.</value>
    public int BatchSize { get; set; } = 64;

    /// <summary>Gets or sets whether records whose content cannot be had, or not be encoded, go over without a vector.</summary>
    /// <remarks>They keep their data and are found by data and words alone.</remarks>
    /// <value>The default is <see langword="false"/>: one such record fails the call, and the old vectors go on serving.</value>
    public bool AllowMissingContent { get; set; }

    /// <summary>Gets or sets who is told how far it is.</summary>
    public IProgress<ReembedProgress>? Progress { get; set; }
}
