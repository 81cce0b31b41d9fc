namespace Reminisce.Encoders;

/// <summary>What a picture's header says.</summary>
/// <param name="Width">Width in pixels when shown upright.</param>
/// <param name="Height">Height in pixels when shown upright.</param>
/// <param name="MediaType">The media type found in the bytes, for example <c>image/jpeg</c>.</param>
public sealed record PictureInfo(int Width, int Height, string MediaType)
{
    /// <summary>Reads a picture's header; no pixel is decoded.</summary>
    /// <param name="data">The bytes of a JPEG, PNG, WebP, GIF, BMP or another kind that Skia reads.</param>
    /// <param name="limits">The limits; <see langword="null"/> for the defaults.</param>
    /// <returns>Its upright size and kind.</returns>
    /// <exception cref="PictureException">The bytes are no picture, or above the limits.</exception>
    public static PictureInfo Read(ReadOnlyMemory<byte> data, PictureLimits? limits = null)
    {
        using var source = PictureSource.Open(data, limits ?? new PictureLimits());
        return new PictureInfo(source.UprightWidth, source.UprightHeight, source.MediaType);
    }
}
