namespace Reminisce.VectorData;

/// <summary>Where activations are kept and how many.</summary>
public sealed class SqliteActivationStoreOptions
{
    /// <summary>The usual name of the file.</summary>
    public const string FileName = "activations.db";

    /// <summary>Gets or sets the file; its folder must exist.</summary>
    public string Path { get; set; } = "";

    /// <summary>Gets or sets the most bytes of coded activations kept; the least likely to be asked for again are evicted first.</summary>
    /// <value>The default is 1 GiB: about 55,000 pictures of a ViT-B/32 in INT4.</value>
    public long ByteBudget { get; set; } = 1L << 30;

    /// <summary>Gets or sets the clock by which uses age.</summary>
    /// <value>The default is <see cref="TimeProvider.System"/>.</value>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;
}
