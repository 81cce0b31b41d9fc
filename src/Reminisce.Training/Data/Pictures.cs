using SkiaSharp;

namespace Reminisce.Training.Data;

/// <summary>Decodes pictures to planes of numbers between -1 and 1.</summary>
internal static class Pictures
{
    /// <summary>Decodes one picture to <c>[3, size, size]</c>, squashed when it has another shape.</summary>
    /// <exception cref="InvalidDataException">The file is not a picture that can be decoded.</exception>
    public static void Load(string path, int size, Span<float> target)
    {
        using var bitmap = SKBitmap.Decode(path, Info(path))
            ?? throw new InvalidDataException($"'{path}' cannot be decoded as a picture.");
        Write(bitmap, size, target);
    }

    /// <summary>Writes the pixels of a bitmap as planes.</summary>
    public static void Write(SKBitmap bitmap, int size, Span<float> target)
    {
        using var resized = bitmap.Width == size && bitmap.Height == size
            ? null
            : bitmap.Resize(new SKImageInfo(size, size, SKColorType.Rgba8888, SKAlphaType.Unpremul), new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        var pixels = (resized ?? bitmap).GetPixelSpan();
        var plane = size * size;
        for (var i = 0; i < plane; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                target[(channel * plane) + i] = (pixels[(i * 4) + channel] / 127.5f) - 1;
            }
        }
    }

    private static SKImageInfo Info(string path)
    {
        using var codec = SKCodec.Create(path) ?? throw new InvalidDataException($"'{path}' cannot be decoded as a picture.");
        return new SKImageInfo(codec.Info.Width, codec.Info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
    }
}
