using Reminisce.Training.Exits;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Healing;

/// <summary>Writes the graph that heals one window: its stages with adapters, the head of each of its exits, and the loss.</summary>
/// <remarks>
/// (Paper: D2.) At each exit the item's embedding is drawn to its own fine embedding; where queries are known (its captions, or that fine embedding)
/// it must also find its own among others; and the states that leave the window are held near what the unhealed tower has there, which protects the full depth.
/// </remarks>
internal static class HealingGraph
{
    public const string Input = "window_input";
    public const string Kept = "window_kept";

    private const string Down = "/adapter/down";

    /// <summary>Places within a window of the exits that are learned for.</summary>
    public static IReadOnlyList<int> Learned(int exits, HealingSettings settings) => settings.LastExitOnly ? [exits - 1] : [.. Enumerable.Range(0, exits)];

    public static string Fine(int exit) => $"fine_{exit}";

    public static string Queries(int exit) => $"queries_{exit}";

    /// <summary>Writes the graph.</summary>
    /// <param name="stages">The window's stages, shallow to deep.</param>
    /// <param name="heads">The head of each of their exits, in the same order.</param>
    /// <param name="input">Shape of a batch of the first stage's input.</param>
    /// <param name="output">Shape of a batch of states.</param>
    /// <param name="settings">Adapters, weights of the parts, sizes.</param>
    /// <param name="source">Where weights come from.</param>
    /// <exception cref="ArgumentException">No product of a stage is among the targets.</exception>
    public static TrainingGraph Write(
        IReadOnlyList<ModelProto> stages, IReadOnlyList<IWindowHead> heads, long[] input, long[] output, HealingSettings settings, NewWeights source)
    {
        var model = new ModelProto { IrVersion = stages.Max(s => s.IrVersion), ProducerName = "reminisce", Graph = new GraphProto { Name = "window" } };
        model.OpsetImport.AddRange(stages[0].OpsetImport);
        var write = new NodeWriter(model.Graph, "heal/");
        var layers = new LayerWriter(write, source);
        var dimensions = heads[0].Dimensions;
        var shapes = new Dictionary<string, long[]> { [Input] = input };
        var adapters = new List<string>();
        var losses = new List<string>();
        var figures = new List<string>();
        var states = Input;
        var learned = Learned(stages.Count, settings);
        for (var i = 0; i < stages.Count; i++)
        {
            states = StageGraph.Append(model, stages[i], StageGraph.Prefix(i), states, adapters, settings);
            if (!learned.Contains(i))
            {
                continue;
            }

            var embedding = heads[i].Append(model, layers, states, (int)output[1]);
            shapes[Fine(i)] = [settings.Batch, dimensions];
            var away = Distance(write, embedding, Fine(i), settings.Batch);
            figures.Add(away);
            losses.Add(write.Multiply(away, settings.Distillation / learned.Count));
            if (settings.Contrast > 0)
            {
                shapes[Queries(i)] = [settings.Candidates, dimensions];
                var found = Contrast.Toward(write, embedding, Queries(i), settings.Scale, settings.Batch, settings.Captions, settings.Candidates);
                figures.Add(found);
                losses.Add(write.Multiply(found, settings.Contrast / learned.Count));
            }
        }

        if (settings.Protection > 0)
        {
            shapes[Kept] = output;
            var moved = write.Subtract(states, Kept);
            var change = write.Multiply(write.ReduceSum(write.Multiply(moved, moved), [0, 1, 2], keepAxes: false), 1f / output.Aggregate(1L, (a, b) => a * b));
            figures.Add(change);
            losses.Add(write.Multiply(change, settings.Protection));
        }

        foreach (var (name, shape) in shapes)
        {
            Graphs.Input(model.Graph, name, Graphs.Float, shape);
        }

        string[] trainable = [.. adapters, .. settings.TrainsHeads ? source.Names : []];
        if (settings.Targets != AdapterTargets.None && !adapters.Any(a => a.EndsWith(Down, StringComparison.Ordinal)))
        {
            throw new ArgumentException($"No product with stored weights in this window is among the targets {settings.Targets}; choose others.", nameof(settings));
        }

        return new TrainingGraph(model, losses.Count == 1 ? losses[0] : write.Node("Sum", losses), trainable, shapes, figures);
    }

    // One minus the mean cosine.
    private static string Distance(NodeWriter write, string embedding, string fine, int batch)
    {
        var sum = write.ReduceSum(write.Multiply(embedding, fine), [0, 1], keepAxes: false);
        return write.Subtract(write.Scalar(1), write.Multiply(sum, 1f / batch));
    }
}
