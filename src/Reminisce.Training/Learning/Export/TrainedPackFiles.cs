using System.Text;
using Reminisce.Encoders;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Learning.Export;

/// <summary>Writes the files of a trained pack.</summary>
internal static class TrainedPackFiles
{
    public static PackManifest Write(string folder, DualEncoderOptions options, DualEncoderExport export, TrainedHeads heads, HeldOutMeasurements measured, IReadOnlyList<string> vocabulary, PackHeldOut heldOut, string modelCard)
    {
        var writer = new PackWriter(folder);
        PackTower[] towers =
        [
            Tower(writer, TrainedHeads.Image, options.ImageExits, options.ImageWidth, export.ImageStage, export, heads, measured) with
            {
                Modality = PackModality.Image,
                MaxTokens = options.Grid * options.Grid,
                Preprocessor = writer.Add("image/preprocessor_config.json", Encoding.UTF8.GetBytes(PackParts.Preprocessor(options.ImageSize, resample: 2))),
            },
            Tower(writer, TrainedHeads.Text, export.TextExits, options.TextWidth + options.TextSignature, export.TextStage, export, heads, measured) with
            {
                MaxTokens = options.MaxTextTokens,
                Tokenizer = new PackTokenizer("wordpiece", writer.Add("text/vocab.txt", Encoding.UTF8.GetBytes(string.Join('\n', vocabulary) + "\n")), true),
            },
        ];
        var queries = heads.Queries.Select(pair => new PackQueryHead(
            pair.Key.Tower,
            pair.Key.Target,
            pair.Key.Layer,
            writer.Add(PackParts.FileName(pair.Key.Tower, $"query_{pair.Key.Target}", pair.Key.Layer), export.Head(pair.Key.Tower == TrainedHeads.Text, pair.Value)),
            measured.Calibrations[pair.Key])).ToArray();
        writer.Add("MODEL_CARD.md", Encoding.UTF8.GetBytes(modelCard));
        return writer.Complete(new PackManifest
        {
            Name = "reminisce-mini",
            Version = "0.5.0",
            License = "Apache-2.0",
            Description = "Small text and image towers in one space, trained from scratch on research data; see MODEL_CARD.md.",
            Dimensions = options.Dimensions,
            FloorFalseAcceptRate = HeldOutMeasurements.FalseAcceptRate,
            HeldOut = heldOut,
            Towers = towers,
            QueryHeads = queries,
        });
    }

    private static PackTower Tower(
        PackWriter writer, string name, IReadOnlyList<int> layers, int width, Func<int, int, byte[]> stage, DualEncoderExport export, TrainedHeads heads, HeldOutMeasurements measured)
    {
        var stages = new List<PackStage>();
        var exits = new List<PackExit>();
        foreach (var layer in layers)
        {
            var from = stages.Count == 0 ? 0 : stages[^1].ToLayer;
            stages.Add(new PackStage(from, layer, writer.Add(PackParts.FileName(name, "stage", layer), stage(from, layer))));
            exits.Add(new PackExit(layer, writer.Add(PackParts.FileName(name, "head", layer), export.Head(name == TrainedHeads.Text, heads.Items[(name, layer)]))));
        }

        var (predictor, floor, choice) = measured.Predictors[name];
        return new PackTower
        {
            Name = name,
            Modality = PackModality.Text,
            Layers = layers[^1],
            Width = width,
            MaxTokens = 1,
            SuperficialLayer = layers[0],
            Stages = stages,
            Exits = exits,
            Predictor = new PackPredictor(writer.Add($"{name}/predictor.onnx", predictor.Build("predictor")), floor) { Choice = choice },
        };
    }
}
