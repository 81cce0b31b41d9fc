using System.Globalization;
using System.Text;

namespace Reminisce.Encoders.Tests;

/// <summary>A small pack of two random towers in a folder of its own, deleted on disposal.</summary>
internal sealed class TestPack : IDisposable
{
    public static readonly string[] Words = ["red", "green", "blue", "house", "tree", "road", "sky", "bus", "cat", "dog", "the", "a", "on", "in", "under", "##s", "receipt"];

    private TestPack(string folder, PackManifest manifest, TestTransformer image, TestTransformer text) =>
        (Folder, Manifest, Image, Text) = (folder, manifest, image, text);

    public string Folder { get; }

    public PackManifest Manifest { get; }

    public TestTransformer Image { get; }

    public TestTransformer Text { get; }

    public static TestPack Create(double confidenceFloor = 0, float sharpness = 8, float[]? predictorBias = null, bool predictors = true, int seed = 1)
    {
        var folder = Directory.CreateTempSubdirectory("reminisce-pack-").FullName;
        var image = new TestTransformer(text: false, seed: seed);
        var text = new TestTransformer(text: true, seed: seed + 100);
        var writer = new PackWriter(folder);
        var vocabulary = new[] { "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]" }.Concat(Words).Concat("abcdefghijklmnopqrstuvwxyz".SelectMany(c => new[] { $"{c}", $"##{c}" })).Distinct().Take(64);
        writer.Add("text/vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', vocabulary)));
        writer.Add("image/preprocessor_config.json", Encoding.UTF8.GetBytes(
            """{"do_resize":true,"size":{"height":16,"width":16},"resample":3,"do_rescale":true,"rescale_factor":0.00392156862745098,"do_normalize":true,"image_mean":[0.5,0.5,0.5],"image_std":[0.5,0.5,0.5]}"""));
        var manifest = new PackManifest
        {
            Name = "test-pack",
            Version = "1.0",
            License = "Apache-2.0",
            Dimensions = TestTransformer.Dimensions,
            FloorFalseAcceptRate = 0.001,
            Towers =
            [
                AddTower(writer, image, "image", 1, predictors ? image.Predictor(4, sharpness, predictorBias) : null, confidenceFloor) with { Preprocessor = "image/preprocessor_config.json" },
                AddTower(writer, text, "text", 2, predictors ? text.Predictor(4, sharpness, predictorBias) : null, confidenceFloor) with { Tokenizer = new PackTokenizer("wordpiece", "text/vocab.txt", true) },
            ],
            QueryHeads = [.. AddQueryHeads(writer, text, "text", "text"), .. AddQueryHeads(writer, text, "text", "image"), .. AddQueryHeads(writer, image, "image", "image")],
        };
        return new TestPack(folder, writer.Complete(manifest), image, text);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public static PackTower AddTower(PackWriter writer, TestTransformer tower, string name, int superficial, byte[]? predictor, double confidenceFloor)
    {
        var layers = Enumerable.Range(1, tower.Layers).ToList();
        return new PackTower
        {
            Name = name,
            Modality = name,
            Layers = tower.Layers,
            Width = tower.Width,
            MaxTokens = tower.Tokens,
            SuperficialLayer = superficial,
            Stages = [.. layers.Select(l => new PackStage(l - 1, l, writer.Add(Path(name, "stage", l), tower.Stage(l - 1, l))))],
            Exits = [.. layers.Select(l => new PackExit(l, writer.Add(Path(name, "head", l), tower.Head($"head{l}"))))],
            Predictor = predictor is null ? null : new PackPredictor(writer.Add($"{name}/predictor.onnx", predictor), confidenceFloor),
        };
    }

    public static IEnumerable<PackQueryHead> AddQueryHeads(PackWriter writer, TestTransformer tower, string name, string target)
    {
        for (var layer = 1; layer <= tower.Layers; layer++)
        {
            var file = writer.Add(Path(name, $"query_{target}", layer), tower.Head($"query.{target}.{layer}"));
            yield return new PackQueryHead(name, target, layer, file, new PackCalibration(0.01 * layer, 0.1, 0.3));
        }
    }

    private static string Path(string tower, string what, int layer) => string.Create(CultureInfo.InvariantCulture, $"{tower}/{what}_{layer:00}.onnx");
}
