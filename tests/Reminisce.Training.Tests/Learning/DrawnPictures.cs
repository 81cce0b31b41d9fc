using SkiaSharp;

namespace Reminisce.Training.Tests.Learning;

/// <summary>Draws captioned pictures into a folder, in the layout of the real data.</summary>
internal static class DrawnPictures
{
    private static readonly (string Name, SKColor Color)[] s_colors =
        [("red", SKColors.Red), ("green", SKColors.Green), ("blue", SKColors.Blue), ("yellow", SKColors.Yellow), ("white", SKColors.White)];

    private static readonly string[] s_shapes = ["circle", "square"];
    private static readonly string[] s_places = ["left", "right", "top", "bottom"];

    public static void Write(string folder, int count)
    {
        Directory.CreateDirectory(Path.Combine(folder, "images"));
        var rows = new List<string> { "image\tsplit\tcaption index\tcaption" };
        for (var i = 0; i < count; i++)
        {
            var (color, paint) = s_colors[i % 5];
            var shape = s_shapes[i / 5 % 2];
            var place = s_places[i / 10 % 4];
            Draw(Path.Combine(folder, "images", $"{i}.png"), paint, shape, place);
            rows.Add($"{i}.png\ttrain\t0\tA {color} {shape} at the {place} .");
            rows.Add($"{i}.png\ttrain\t1\tThere is a {shape} , {color} , {place} .");
        }

        File.WriteAllLines(Path.Combine(folder, "captions.tsv"), rows);
    }

    /// <summary>Gives all pictures of a folder the content of the first.</summary>
    public static void MakeAlike(string folder)
    {
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "images")).Where(f => Path.GetFileName(f) != "0.png"))
        {
            File.Copy(Path.Combine(folder, "images", "0.png"), file, overwrite: true);
        }
    }

    /// <summary>Writes drawn pictures once more, as small pictures with classes in one file.</summary>
    /// <returns>The folder.</returns>
    public static string WriteSmall(string folder, int count)
    {
        var small = Path.Combine(folder, "small");
        Directory.CreateDirectory(small);
        File.WriteAllLines(Path.Combine(small, "classes.tsv"), ["class\tname\timages", "n1\teven\t1", "n2\todd\t1"]);
        var index = new List<string> { "class\toffset\tlength" };
        using (var images = File.Create(Path.Combine(small, "images.bin")))
        {
            for (var i = 0; i < count; i++)
            {
                var bytes = File.ReadAllBytes(Path.Combine(folder, "images", $"{i}.png"));
                index.Add($"n{(i % 2) + 1}\t{images.Position}\t{bytes.Length}");
                images.Write(bytes);
            }
        }

        File.WriteAllLines(Path.Combine(small, "index.tsv"), index);
        return small;
    }

    private static void Draw(string path, SKColor color, string shape, string place)
    {
        using var bitmap = new SKBitmap(32, 32);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = color };
        canvas.Clear(SKColors.Black);
        var x = place == "left" ? 8 : place == "right" ? 24 : 16;
        var y = place == "top" ? 8 : place == "bottom" ? 24 : 16;
        if (shape == "circle")
        {
            canvas.DrawCircle(x, y, 7, paint);
        }
        else
        {
            canvas.DrawRect(x - 6, y - 6, 12, 12, paint);
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        using var stream = File.Create(path);
        data.SaveTo(stream);
    }
}
