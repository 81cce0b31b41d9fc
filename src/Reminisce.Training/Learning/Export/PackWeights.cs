using Reminisce.Encoders;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Quantization;

namespace Reminisce.Training.Learning.Export;

/// <summary>Reads towers and heads back from a pack that this training wrote, to go on from.</summary>
internal static class PackWeights
{
    /// <summary>Reads the weights by name, rounded to 16 bits as the pack holds them.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="options">Sizes of its towers.</param>
    /// <exception cref="InvalidDataException">The pack was not written by this training, or its towers have other sizes.</exception>
    public static Dictionary<string, float[]> Read(ModelPack pack, DualEncoderOptions options)
    {
        var weights = new Dictionary<string, float[]>(StringComparer.Ordinal);
        var image = Tower(pack, TrainedHeads.Image);
        var text = Tower(pack, TrainedHeads.Text);
        options = options with { TextSignature = text.Width - options.TextWidth };
        foreach (var stage in image.Stages)
        {
            Add(stage.File, export => export.ImageStage(stage.FromLayer, stage.ToLayer));
        }

        foreach (var stage in text.Stages)
        {
            Add(stage.File, export => export.TextStage(stage.FromLayer, stage.ToLayer));
        }

        foreach (var exit in image.Exits)
        {
            AddHead(exit.Head, $"image/exit{exit.Layer}/norm", $"image/exit{exit.Layer}/head", options.ImageWidth);
        }

        AddHead(text.Exits[^1].Head, TextGraph.Norm, TextGraph.ItemHead, options.TextWidth);
        foreach (var head in pack.Manifest.QueryHeads.Where(h => h.Tower == text.Name && h.Target == image.Name))
        {
            AddHead(head.File, TextGraph.Norm, PictureGraph.QueryHead(head.Layer), options.TextWidth);
        }

        return weights;

        void Add(string file, Func<DualEncoderExport, byte[]> write)
        {
            var stored = new StoredWeights(Graph(file));
            write(new DualEncoderExport(options, weights, stored));
            foreach (var (name, values) in stored.Found)
            {
                weights[name] = values;
            }
        }

        void AddHead(string file, string norm, string projection, int width)
        {
            var stored = Graph(file).Initializer;
            var vectors = stored.Where(t => t.Dims.Count == 1 && t.Dims[0] == width).Select(Constants.Read).OfType<float[]>().ToArray();
            var matrices = stored.Where(t => t.Dims.Count == 2 && t.Dims[0] == width).Select(Constants.Read).OfType<float[]>().ToArray();
            if (vectors.Length != 2 || matrices.Length != 1)
            {
                throw new InvalidDataException($"The head '{file}' of the pack '{pack.Manifest.Name}' was not made by this training, or for tokens of another width than {width}.");
            }

            (weights[norm + "/scale"], weights[norm + "/offset"], weights[projection + "/weight"]) = (vectors[0], vectors[1], matrices[0]);
        }

        GraphProto Graph(string file) => ModelProto.Parser.ParseFrom(pack.ReadFile(file)).Graph;
    }

    private static PackTower Tower(ModelPack pack, string name) => pack.Manifest.Towers.FirstOrDefault(t => t.Name == name)
        ?? throw new InvalidDataException($"The pack '{pack.Manifest.Name}' has no tower '{name}'; it was not made by this training.");
}
