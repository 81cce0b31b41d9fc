using System.Buffers;
using SkiaSharp;

namespace Reminisce.Encoders;

/// <summary>Makes small upright copies of pictures, without the metadata of the original.</summary>
/// <remarks>Thread-safe.</remarks>
public static class PictureThumbnail
{
    private const int MaxSide = 2048;

    /// <summary>Makes a JPEG whose longer side is at most <paramref name="maxSide"/> pixels; small pictures are not enlarged.</summary>
    /// <param name="data">The bytes of the picture file.</param>
    /// <param name="maxSide">Pixels of the longer side, 1 to 2048.</param>
    /// <param name="limits">The limits; <see langword="null"/> for the defaults.</param>
    /// <returns>The bytes of a JPEG file.</returns>
    /// <exception cref="PictureException">The picture is empty, damaged, unknown or too large.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxSide"/> is out of range.</exception>
    public static byte[] CreateJpeg(ReadOnlyMemory<byte> data, int maxSide, PictureLimits? limits = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxSide, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maxSide, MaxSide);
        using var source = PictureSource.Open(data, limits ?? new PictureLimits());
        var scale = Math.Min(1.0, (double)maxSide / Math.Max(source.UprightWidth, source.UprightHeight));
        var width = Math.Max(1, (int)Math.Round(source.UprightWidth * scale));
        var height = Math.Max(1, (int)Math.Round(source.UprightHeight * scale));
        var planes = ArrayPool<float>.Shared.Rent(width * height * 3);
        try
        {
            UprightPicture.Render(source, (width, height), new PictureRegion(0, 0, width, height), ResampleFilter.Bilinear, planes);
            return Encode(planes, width, height);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(planes);
        }
    }

    private static byte[] Encode(ReadOnlySpan<float> planes, int width, int height)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, SKColorSpace.CreateSrgb()));
        var pixels = bitmap.GetPixelSpan();
        var area = width * height;
        for (var i = 0; i < area; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[(i * 4) + channel] = (byte)MathF.Round(planes[(channel * area) + i]);
            }

            pixels[(i * 4) + 3] = 255;
        }

        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 85)
            ?? throw new PictureException("The thumbnail could not be written as JPEG; try another size.");
        return jpeg.ToArray();
    }
}
