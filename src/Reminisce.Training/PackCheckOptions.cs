namespace Reminisce.Training;

/// <summary>Which pack is checked, and on what.</summary>
public sealed class PackCheckOptions
{
    /// <summary>Gets or sets the folder of the pack; it is only read.</summary>
    public required string PackFolder { get; set; }

    /// <summary>Gets or sets a folder with <c>captions.tsv</c> and <c>images</c>.</summary>
    /// <value>The default is <see langword="null"/>: drawn noise stands for pictures, and nothing is said of accuracy.</value>
    public string? DataFolder { get; set; }

    /// <summary>Gets or sets the split that is read.</summary>
    /// <value>The default is <c>dev</c>.</value>
    public string Split { get; set; } = "dev";

    /// <summary>Gets or sets the most pictures.</summary>
    /// <value>The default is 200.</value>
    public int Items { get; set; } = 200;
}
