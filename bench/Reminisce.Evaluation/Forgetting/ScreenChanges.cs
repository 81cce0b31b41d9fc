using SkiaSharp;

namespace Reminisce.Evaluation;

/// <summary>Changes a screenshot as a screen changes within minutes: a few pixels of scrolling, the clock, the brightness.</summary>
internal static class ScreenChanges
{
    private const int MostPixels = 4;

    public static byte[] Apply(byte[] original, Random random)
    {
        using var image = SKBitmap.Decode(original) ?? throw new InvalidDataException("A screenshot cannot be decoded.");
        using var changed = new SKBitmap(image.Width, image.Height);
        using var canvas = new SKCanvas(changed);
        using var paint = new SKPaint();
        var light = (float)(0.96 + (0.08 * random.NextDouble()));
        paint.ColorFilter = SKColorFilter.CreateColorMatrix([light, 0, 0, 0, 0, 0, light, 0, 0, 0, 0, 0, light, 0, 0, 0, 0, 0, 1, 0]);
        canvas.DrawBitmap(image, random.Next(-MostPixels, MostPixels + 1), random.Next(-MostPixels, MostPixels + 1), SKSamplingOptions.Default, paint);

        // The clock stands at the right end of the task bar.
        using var dark = new SKPaint { Color = new SKColor(40, 40, 40) };
        using var bright = new SKPaint { Color = SKColors.White };
        var (left, top) = (image.Width - 70, image.Height - 24);
        canvas.DrawRect(left, top, 66, 20, dark);
        for (var digit = 0; digit < 4; digit++)
        {
            canvas.DrawRect(left + 6 + (digit * 14), top + 4, 2 + random.Next(7), 4 + random.Next(9), bright);
        }

        canvas.Flush();
        using var data = changed.Encode(SKEncodedImageFormat.Jpeg, 85);
        return data.ToArray();
    }
}
