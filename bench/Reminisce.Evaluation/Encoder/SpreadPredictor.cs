using System.Numerics.Tensors;
using Reminisce.Encoders;
using Reminisce.Training.Onnx;

namespace Reminisce.Evaluation;

/// <summary>Gives a pack a predictor that spreads items evenly over its exits.</summary>
/// <remarks>
/// Which exit an item gets means nothing: it is the rank of its superficial embedding along a random direction. The work
/// of reaching given exits is the same whoever chose them. Logits are lines of growing slope, so that the largest changes
/// from one exit to the next at each quantile.
/// </remarks>
internal static class SpreadPredictor
{
    private const string File = "predictor-spread.onnx";

    /// <summary>Writes a copy of a pack with the predictor.</summary>
    public static void Write(TowerBench bench, float[][] superficial, string folder)
    {
        var writer = new PackWriter(folder);
        foreach (var path in bench.Pack.Manifest.Files.Keys)
        {
            writer.Add(path, bench.Pack.ReadFile(path));
        }

        var description = bench.Tower.Description;
        var predictor = new PackPredictor(writer.Add($"{description.Name}/{File}", Graph(superficial, bench.Tower.Exits.Count)), 0);
        writer.Complete(bench.Pack.Manifest with { Towers = [.. bench.Pack.Manifest.Towers.Select(t => t.Name == description.Name ? t with { Predictor = predictor } : t)] });
    }

    private static byte[] Graph(float[][] embeddings, int exits)
    {
        var random = new Random(1);
        var direction = new float[embeddings[0].Length];
        for (var i = 0; i < direction.Length; i++)
        {
            direction[i] = (float)((random.NextDouble() * 2) - 1);
        }

        var along = embeddings.Select(e => TensorPrimitives.Dot(e, direction)).Order().ToArray();
        var scale = 1 / Math.Max(along[^1] - along[0], 1e-6f);
        var weights = new float[direction.Length * exits];
        var offset = new float[exits];
        for (var exit = 1; exit < exits; exit++)
        {
            var quantile = along[exit * along.Length / exits];
            offset[exit] = offset[exit - 1] - (quantile * scale);
            for (var i = 0; i < direction.Length; i++)
            {
                weights[(i * exits) + exit] = exit * scale * direction[i];
            }
        }

        var graph = new GraphBuilder("spread");
        var embedding = graph.Input("embedding", -1, direction.Length);
        graph.Output(graph.Add(graph.MatMul(embedding, graph.Exact(weights, direction.Length, exits)), graph.Exact(offset, exits)), "logits", -1, exits);
        return graph.Build();
    }
}
