using System.Globalization;
using SkiaSharp;

namespace CrashTests;

/// <summary>A generated folder of small notes and pictures, the same for the same seed.</summary>
internal static class ImportFolder
{
    private static readonly string[] s_words = ["harbour", "bread", "meeting", "bicycle", "garden", "invoice", "violin", "train", "lake", "recipe"];

    public static void Write(string folder, int count, int seed)
    {
        Directory.CreateDirectory(folder);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var name = i.ToString("000", CultureInfo.InvariantCulture);
            var path = Path.Combine(folder, name + (i % 3 == 0 ? ".png" : ".txt"));
            if (i % 3 == 0)
            {
                File.WriteAllBytes(path, Picture(random));
            }
            else
            {
                File.WriteAllText(path, $"Note {name}: {string.Join(' ', Enumerable.Range(0, 12).Select(_ => s_words[random.Next(s_words.Length)]))}.");
            }

            File.SetLastWriteTimeUtc(path, new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(i * 7));
        }
    }

    private static byte[] Picture(Random random)
    {
        using var bitmap = new SKBitmap(64, 64);
        for (var y = 0; y < 64; y += 8)
        {
            for (var x = 0; x < 64; x += 8)
            {
                bitmap.Erase(new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)), SKRectI.Create(x, y, 8, 8));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
