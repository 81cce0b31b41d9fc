namespace Reminisce.Encoders;

/// <summary>How large a picture may be; checked on its header, before a pixel is decoded.</summary>
/// <remarks>Decoding holds four bytes per pixel for a moment. Pictures in JPEG are decoded scaled down where that is enough.</remarks>
public sealed class PictureLimits
{
    /// <summary>Gets or sets the most bytes of a picture file.</summary>
    /// <value>The default is 64 MiB.</value>
    public int MaxBytes { get; set; } = 64 * 1024 * 1024;

    /// <summary>Gets or sets the most pixels, width times height.</summary>
    /// <value>The default is 50,000,000.</value>
    public long MaxPixels { get; set; } = 50_000_000;
}
