namespace Reminisce.Training;

/// <summary>Which pack is written anew with smaller weights, and how.</summary>
public sealed class PackQuantizationOptions
{
    /// <summary>Gets or sets the folder of the pack to read; it is never changed.</summary>
    public required string PackFolder { get; set; }

    /// <summary>Gets or sets the folder of the new pack; it is created, and a pack in it is replaced.</summary>
    public required string OutputFolder { get; set; }

    /// <summary>Gets or sets how the new pack stores its weights; not <see cref="WeightFormat.AsIs"/>.</summary>
    public required WeightFormat Weights { get; set; }

    /// <summary>Gets or sets the new pack's name, <c>[a-z0-9-]+</c>.</summary>
    /// <value>The default is <see langword="null"/>: the old name and the format, such as <c>clip-int8</c>.</value>
    public string? Name { get; set; }

    /// <summary>Gets or sets where progress goes.</summary>
    public IProgress<BuildStep>? Progress { get; set; }
}
