using System.Text;
using Reminisce.Encoders;
using Reminisce.Training.Packs;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Mini;

/// <summary>Writes the files of the pack.</summary>
internal static class MiniPackFiles
{
    public const string ModelCard = "MODEL_CARD.md";

    /// <summary>Writes the pack, measures it on the dev split as the product runs it, and adds the card that says so.</summary>
    public static PackManifest Write(MiniPackOptions options, ImageTower image, TextTower text, HeadSet heads, Measurements measured, BuildProgress progress)
    {
        var writer = new PackWriter(options.OutputFolder);
        var towers = new[]
        {
            Tower(writer, "image", image.Shape, image.BuildStage, heads, measured) with
            {
                Modality = PackModality.Image,
                Preprocessor = writer.Add("image/preprocessor_config.json", Encoding.UTF8.GetBytes(PackParts.Preprocessor(options.Picture.Size, resample: 1))),
            },
            Tower(writer, "text", text.Shape, text.BuildStage, heads, measured) with
            {
                Tokenizer = new PackTokenizer("wordpiece", writer.Add("text/vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', text.Vocabulary) + "\n")), true),
            },
        };
        var queries = heads.Queries.Select(pair => new PackQueryHead(
            pair.Key.Tower,
            pair.Key.Target,
            pair.Key.Layer,
            writer.Add(PackParts.FileName(pair.Key.Tower, $"query_{pair.Key.Target}", pair.Key.Layer), pair.Value.Build("query", Shape(pair.Key.Tower), Shape(pair.Key.Tower).Blocks)),
            measured.Calibrations[pair.Key])).ToArray();
        var manifest = writer.Complete(new PackManifest
        {
            Name = "reminisce-mini",
            Version = "0.1.0-provisional",
            License = "Apache-2.0",
            Description = "Provisional: small text and image towers in one space, every weight in closed form. For trying things out; see MODEL_CARD.md.",
            Dimensions = options.Dimensions,
            FloorFalseAcceptRate = Measurements.FalseAcceptRate,
            Towers = towers,
            QueryHeads = queries,
        });
        var rows = DevSplit.Measure(options, progress);
        writer.Add(ModelCard, Encoding.UTF8.GetBytes(MiniModelCard.Write(options, text.Vocabulary.Count, manifest.Files.Values.Sum(f => f.Bytes), measured, rows)));
        return writer.Complete(manifest);

        TowerShape Shape(string tower) => tower == "image" ? image.Shape : text.Shape;
    }

    private static PackTower Tower(PackWriter writer, string name, TowerShape shape, Func<string, int, int, byte[]> stage, HeadSet heads, Measurements measured)
    {
        var stages = new List<PackStage>();
        var exits = new List<PackExit>();
        foreach (var layer in shape.Exits)
        {
            var from = stages.Count == 0 ? 0 : stages[^1].ToLayer;
            stages.Add(new PackStage(from, layer, writer.Add(PackParts.FileName(name, "stage", layer), stage("stage", from, layer))));
            exits.Add(new PackExit(layer, writer.Add(PackParts.FileName(name, "head", layer), heads.Items[(name, layer)].Build("head", shape, layer))));
        }

        return new PackTower
        {
            Name = name,
            Modality = PackModality.Text,
            Layers = shape.Blocks,
            Width = shape.Width,
            MaxTokens = shape.Tokens,
            SuperficialLayer = shape.Exits[0],
            Stages = stages,
            Exits = exits,
            Predictor = new PackPredictor(writer.Add($"{name}/predictor.onnx", measured.Predictors[name].Build("predictor")), measured.ConfidenceFloors[name]),
        };
    }
}
