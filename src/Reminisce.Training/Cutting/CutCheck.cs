using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Training.Cutting;

/// <summary>Compares the chain of stages and the head with the uncut model.</summary>
internal static class CutCheck
{
    /// <summary>How far 32-bit stages may be off: the rounding of sums in another order.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>How far 16-bit stages may be off: a few roundings of 11 bits, where the runtime fuses other nodes.</summary>
    public const double HalfTolerance = 5e-3;

    private const double PaddingTolerance = 1e-3;

    /// <summary>Runs both on made-up content.</summary>
    /// <param name="cut">The tower.</param>
    /// <param name="stages">The last block of each stage, and its graph.</param>
    /// <param name="head">The head.</param>
    /// <param name="pooling">How the head pools.</param>
    /// <param name="item">Shape of one item.</param>
    /// <exception cref="SourceModelException">They do not agree.</exception>
    public static CutAgreement Run(TowerCut cut, IReadOnlyList<(int Block, byte[] Graph)> stages, byte[] head, PoolingKind pooling, IReadOnlyList<long> item)
    {
        using var feed = cut.Sizing.Create(3, item, seed: 3);
        var blocks = stages.Select(s => s.Block).ToList();
        var (hidden, embedding) = Chain(cut, stages, head, feed.Values);
        var exits = new Dictionary<int, double>();
        using (var uncut = SourceSession.Open(cut.Graph.File, cut.Uncut(blocks)))
        using (var expected = uncut.Run(feed.Values, [.. blocks.Select(TowerCut.UncutOutput)]))
        {
            for (var i = 0; i < blocks.Count; i++)
            {
                exits[blocks[i]] = Difference(expected[i].GetTensorDataAsSpan<float>(), hidden[i], feed.Batch);
            }
        }

        double last;
        using (var uncut = SourceSession.Open(cut.Graph.File, cut.Head(pooling, whole: true)))
        using (var expected = uncut.Run(feed.Values, ["embedding"]))
        {
            last = Difference(expected[0].GetTensorDataAsSpan<float>(), embedding, feed.Batch);
        }

        var agreement = new CutAgreement(exits, last, hidden[0].Length / feed.Batch / cut.Blocks.Width, cut.Graph.Input.Modality == TowerInput.Text && PaddingMatters(cut, stages, head, feed, embedding));
        var limit = cut.IsHalf ? HalfTolerance : Tolerance;
        return agreement.Worst <= limit
            ? agreement
            : throw new SourceModelException(
                cut.Graph.File,
                string.Create(CultureInfo.InvariantCulture, $"stages that agree with the uncut model to {limit:0.#####}"),
                string.Join(", ", exits.Select(e => string.Create(CultureInfo.InvariantCulture, $"{e.Value:0.######} after block {e.Key}"))) + string.Create(CultureInfo.InvariantCulture, $", {last:0.######} in the embedding"));
    }

    /// <summary>Runs the stages one behind the other, then the head.</summary>
    public static (IReadOnlyList<float[]> Hidden, float[] Embedding) Chain(TowerCut cut, IReadOnlyList<(int Block, byte[] Graph)> stages, byte[] head, IReadOnlyDictionary<string, OrtValue> input)
    {
        var values = new Dictionary<string, OrtValue>(input, StringComparer.Ordinal);
        var made = new List<IDisposable>();
        try
        {
            var hidden = new List<float[]>();
            foreach (var (_, graph) in stages)
            {
                using var session = SourceSession.Open(cut.Graph.File, graph);
                var results = session.Run(values, ["hidden_out"]);
                made.Add(results);
                values["hidden"] = results[0];
                hidden.Add(results[0].GetTensorDataAsSpan<float>().ToArray());
            }

            using var last = SourceSession.Open(cut.Graph.File, head);
            using var embedding = last.Run(values, ["embedding"]);
            return (hidden, embedding[0].GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            made.ForEach(m => m.Dispose());
        }
    }

    // A length that the model declares for good leaves nothing to try: such texts are always filled up.
    private static bool PaddingMatters(TowerCut cut, IReadOnlyList<(int Block, byte[] Graph)> stages, byte[] head, Feed padded, float[] embeddings)
    {
        if (cut.Sizing.IsFixed)
        {
            return true;
        }

        var shortest = padded.Lengths.Length - 1;
        var tokens = padded.Lengths[0];
        var ids = padded.Values[TowerInput.InputIds].GetTensorDataAsSpan<long>().Slice(shortest * tokens, padded.Lengths[shortest]).ToArray();
        using var alone = Feed.Of(ids);
        var (_, embedding) = Chain(cut, stages, head, alone.Values);
        return Difference(embedding, embeddings.AsSpan(shortest * embedding.Length, embedding.Length), 1) > PaddingTolerance;
    }

    private static double Difference(ReadOnlySpan<float> expected, ReadOnlySpan<float> found, int items)
    {
        if (expected.Length != found.Length)
        {
            return double.PositiveInfinity;
        }

        var worst = 0.0;
        var size = expected.Length / items;
        for (var i = 0; i < items; i++)
        {
            var part = expected.Slice(i * size, size);
            var difference = TensorPrimitives.Distance(part, found.Slice(i * size, size)) / Math.Max(TensorPrimitives.Norm(part), 1e-12f);
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        return worst;
    }
}
