using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Image;
using Reminisce.Training.Towers;
using SkiaSharp;

namespace Reminisce.Training.Tests.Mini;

public sealed class MiniPackBuilderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-mini").FullName;

    [Fact]
    public async Task Build_OnTinyData_IsDeterministic_VerifiesAndEncodes()
    {
        WriteData();
        var first = MiniPackBuilder.Build(Options("first"));
        var second = MiniPackBuilder.Build(Options("second"));
        Assert.Equal(first.ComputeFingerprint(), second.ComputeFingerprint());

        using var encoder = EarlyExitEncoder.Open(Path.Combine(_folder, "first"));
        Assert.Equal(["image_exit_01", "image_full", "text_exit_01", "text_full"], encoder.Exits.Select(e => e.Name));
        AIContent[] items = [new TextContent("a red square"), new DataContent(Picture(SKColors.Red), "image/png")];
        var full = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Full });
        var coarse = await encoder.EncodeAsync(items, new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = 1 });
        var resumed = await encoder.ResumeAsync([.. coarse.Select(c => c.Item!.Activation!)]);
        for (var i = 0; i < items.Length; i++)
        {
            Assert.True(System.Numerics.Tensors.TensorPrimitives.Dot<float>(full[i].Item!.Vector.Span, resumed[i].Vector.Span) > 0.9f);
        }
    }

    [Fact]
    public void Build_WithoutCaptions_NamesTheFile()
    {
        var error = Assert.ThrowsAny<IOException>(() => MiniPackBuilder.Build(Options("none")));
        Assert.Contains("captions.tsv", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private MiniPackOptions Options(string output) => new()
    {
        DataFolder = Path.Combine(_folder, "data"),
        OutputFolder = Path.Combine(_folder, output),
        Dimensions = 12,
        Meaning = 8,
        Signature = 4,
        VocabularySize = 150,
        VocabularyParts = 20,
        FitTokens = 10,
        Picture = new ImageGeometry { Size = 48, Filters = 8, Grid = 3, Colors = 4 },
        ImageShape = Shape(9, 12, masked: false),
        TextShape = Shape(16, 12, masked: true),
    };

    private static TowerShape Shape(int tokens, int content, bool masked) => new()
    {
        Tokens = tokens, Content = content, Growth = 4, Blocks = 2, Hidden = 10, Reduced = 8, ValueSize = 4, MatchSize = 2, Masked = masked, Exits = [1, 2],
    };

    private void WriteData()
    {
        var images = Directory.CreateDirectory(Path.Combine(_folder, "data", "flickr8k", "images")).FullName;
        (string Name, SKColor Color)[] colors = [("red", SKColors.Red), ("green", SKColors.Green), ("blue", SKColors.Blue), ("white", SKColors.White)];
        var rows = new List<string> { "image\tsplit\tcaption index\tcaption" };
        for (var i = 0; i < 48; i++)
        {
            var (name, color) = colors[i % colors.Length];
            WriteBytes(Path.Combine(images, $"{i}.png"), Picture(color, i));
            string[] captions = [$"a {name} square", $"some {name} thing on a wall", $"the wall with a {name} square", $"{name}", $"a thing that is {name}"];
            rows.AddRange(captions.Select((c, n) => $"{i}.png\ttrain\t{n}\t{c}"));
        }

        File.WriteAllLines(Path.Combine(_folder, "data", "flickr8k", "captions.tsv"), rows);
    }

    private static byte[] Picture(SKColor color, int seed = 0)
    {
        var random = new Random(seed);
        using var bitmap = new SKBitmap(48, 48);
        for (var y = 0; y < 48; y++)
        {
            for (var x = 0; x < 48; x++)
            {
                bitmap.SetPixel(x, y, x is > 10 and < 40 && y is > 12 and < 36 ? color : new SKColor((byte)random.Next(256), (byte)random.Next(256), (byte)random.Next(256)));
            }
        }

        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static void WriteBytes(string path, byte[] bytes)
    {
        using var stream = File.Create(path);
        stream.Write(bytes);
    }
}
