namespace Reminisce;

/// <summary>How deep to encode and what to keep.</summary>
public sealed class EncodingOptions
{
    /// <summary>Gets or sets how the exit of each item is chosen.</summary>
    /// <value>The default is <see cref="ExitPolicy.Predicted"/>.</value>
    public ExitPolicy Policy { get; set; } = ExitPolicy.Predicted;

    /// <summary>Gets or sets the layer at which every item stops under <see cref="ExitPolicy.Fixed"/>; the nearest exit at or above it is used.</summary>
    /// <value>The default is 0, which stands for the first exit.</value>
    public int FixedLayer { get; set; }

    /// <summary>Gets or sets whether items that stop early carry the activation needed to resume them.</summary>
    /// <value>The default is <see langword="true"/>.</value>
    public bool KeepActivations { get; set; } = true;

    /// <summary>Gets or sets where the number of items encoded so far is reported.</summary>
    public IProgress<int>? Progress { get; set; }
}
