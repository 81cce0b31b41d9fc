using SkiaSharp;

namespace Reminisce.Encoders.Tests;

/// <summary>Pictures made for tests.</summary>
internal static class TestPictures
{
    /// <summary>Smooth coloured gradients whose phase follows the seed.</summary>
    public static byte[] Encode(int seed, int width = 40, int height = 30, SKEncodedImageFormat format = SKEncodedImageFormat.Png) => Draw(
        width,
        height,
        (x, y) =>
        {
            byte Wave(double phase) => (byte)(127.5 + (127.5 * Math.Sin((seed * 1.7) + phase + (6.0 * x / width) + (4.0 * y / height * (seed % 3)))));
            return new SKColor(Wave(0), Wave(2), Wave(4));
        },
        format,
        SKAlphaType.Opaque);

    /// <summary>A picture from a function of its pixels.</summary>
    public static byte[] Draw(int width, int height, Func<int, int, SKColor> color, SKEncodedImageFormat format = SKEncodedImageFormat.Png, SKAlphaType alpha = SKAlphaType.Unpremul)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, alpha, SKColorSpace.CreateSrgb()));
        var pixels = bitmap.GetPixelSpan();
        for (var i = 0; i < width * height; i++)
        {
            var pixel = color(i % width, i / width);
            (pixels[i * 4], pixels[(i * 4) + 1], pixels[(i * 4) + 2], pixels[(i * 4) + 3]) = (pixel.Red, pixel.Green, pixel.Blue, pixel.Alpha);
        }

        using var data = bitmap.Encode(format, 95);
        return data.ToArray();
    }

    /// <summary>Puts an EXIF segment with an orientation into a JPEG.</summary>
    public static byte[] WithOrientation(byte[] jpeg, int orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
            (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    /// <summary>A PNG whose header promises a size that its data does not have.</summary>
    public static byte[] HugePng(int width, int height)
    {
        byte[] header = [.. "IHDR"u8, .. BigEndian(width), .. BigEndian(height), 8, 2, 0, 0, 0];
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. BigEndian(13), .. header, .. BigEndian((int)Crc(header)), .. BigEndian(0), .. "IDAT"u8, 0x35, 0xAF, 0x06, 0x1E];
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = 0xFFFFFFFFu;
        foreach (var b in data)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320u : crc >> 1;
            }
        }

        return ~crc;
    }
}
