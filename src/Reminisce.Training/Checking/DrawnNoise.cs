using Microsoft.Extensions.AI;
using SkiaSharp;

namespace Reminisce.Training.Checking;

/// <summary>Pictures of coloured blocks drawn at random, for checks that need some picture and no meaning.</summary>
internal static class DrawnNoise
{
    private const int Side = 64;
    private const int Block = 8;

    public static IReadOnlyList<AIContent> Pictures(int count) => [.. Enumerable.Range(0, count).Select(seed => (AIContent)new DataContent(Draw(new Random(seed)), "image/png"))];

    private static byte[] Draw(Random random)
    {
        using var bitmap = new SKBitmap(Side, Side);
        using var canvas = new SKCanvas(bitmap);
        for (var y = 0; y < Side; y += Block)
        {
            for (var x = 0; x < Side; x += Block)
            {
                using var paint = new SKPaint { Color = new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)) };
                canvas.DrawRect(x, y, Block, Block, paint);
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
