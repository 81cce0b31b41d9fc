namespace Reminisce.Encoders;

/// <summary>How large a sound file may be; checked before a sample is decoded.</summary>
/// <remarks>Decoding holds only as many samples as the tower looks at, however long the file is.</remarks>
public sealed class SoundLimits
{
    /// <summary>Gets or sets the most bytes of a sound file.</summary>
    /// <value>The default is 256 MiB.</value>
    public int MaxBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Gets or sets the most channels.</summary>
    /// <value>The default is 64.</value>
    public int MaxChannels { get; set; } = 64;
}
