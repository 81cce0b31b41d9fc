using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Pairing;

/// <summary>Writes the graph that trains the text tower and the heads of all exits, on features of items that were computed before.</summary>
internal static class PairGraph
{
    public const string Ids = "input_ids";
    public const string Mask = "attention_mask";

    public static string Item(int exit) => $"item_{exit}";

    /// <summary>Writes the graph.</summary>
    /// <param name="items">Item heads, shallow to deep.</param>
    /// <param name="queries">Query heads, in the same order.</param>
    /// <param name="weights">Weight of each exit in the loss.</param>
    /// <param name="settings">Sizes.</param>
    /// <param name="vocabulary">Number of pieces.</param>
    /// <param name="source">Where the weights come from.</param>
    public static TrainingGraph Write(
        IReadOnlyList<TrainableHead> items, IReadOnlyList<TrainableHead> queries, IReadOnlyList<float> weights, PairingSettings settings, int vocabulary, NewWeights source)
    {
        var model = Graphs.New("pair");
        var write = new NodeWriter(model.Graph, "train/");
        var layers = new LayerWriter(write, source);
        var texts = settings.Batch * settings.Captions;
        var shapes = new Dictionary<string, long[]> { [Ids] = [texts, settings.Tokens], [Mask] = [texts, settings.Tokens] };
        for (var exit = 0; exit < items.Count; exit++)
        {
            shapes[Item(exit)] = [settings.Batch, items[exit].Start.Mean.Length];
        }

        foreach (var (name, shape) in shapes)
        {
            Graphs.Input(model.Graph, name, name is Ids or Mask ? Graphs.Int64 : Graphs.Float, shape);
        }

        var text = WordTower.Pool(write, WordTower.Embed(layers, Ids, vocabulary, settings.Width), Mask);
        var scale = write.Node("Exp", [layers.Weight("scale", Initial.Constant(1, MathF.Log(settings.Scale)), 1)]);
        var losses = new List<string>();
        var figures = new List<string>();
        for (var exit = 0; exit < items.Count; exit++)
        {
            var item = items[exit].Write(layers, Item(exit));
            var query = queries[exit].Write(layers, queries[exit].Standardize(write, text));
            var loss = Contrast.Write(write, item, query, scale, settings.Batch, settings.Captions);
            figures.Add(loss);
            losses.Add(write.Multiply(loss, weights[exit]));
        }

        return new TrainingGraph(model, losses.Count == 1 ? losses[0] : write.Node("Sum", losses), source.Names, shapes, figures);
    }
}
