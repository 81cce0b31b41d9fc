using System.Numerics.Tensors;
using System.Text.Json.Nodes;
using Reminisce.Training;

namespace Reminisce.Evaluation;

/// <summary>What smaller stage weights save, and what they cost in likeness: every format beside the pack as it came, in one run.</summary>
internal static class QuantisedSuite
{
    private const int Rounds = 9;
    private const int Nearest = 10;

    public static async Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var smaller = new List<QuantisedPack>();
        try
        {
            foreach (var format in new[] { WeightFormat.Fp16, WeightFormat.Int8, WeightFormat.Int4 })
            {
                smaller.Add(new QuantisedPack(bench, format, cancellationToken));
            }

            var times = await TimeAsync([bench, .. smaller.Select(s => s.Bench)], cancellationToken);
            var expected = bench.EmbedAtEveryExit(cancellationToken);
            var rows = new JsonArray { Row("as it came", bench, bench, expected, expected, 1) };
            foreach (var (pack, i) in smaller.Select((s, i) => (s, i)))
            {
                var found = pack.Bench.EmbedAtEveryExit(cancellationToken);
                rows.Add(Row(pack.Format.ToString().ToLowerInvariant(), bench, pack.Bench, expected, found, Figures.Ratio(times[0], times[i + 1])));
            }

            Write(rows, bench);
            return new JsonObject { ["items"] = bench.Items.Count, ["batch"] = TowerBench.Batch, ["packs"] = rows };
        }
        finally
        {
            smaller.ForEach(s => s.Dispose());
        }
    }

    private static JsonObject Row(string name, TowerBench source, TowerBench pack, float[][][] expected, float[][][] found, double speed)
    {
        var exits = new JsonArray();
        for (var i = 0; i < expected.Length; i++)
        {
            var cosines = expected[i].Zip(found[i], (a, b) => (double)TensorPrimitives.CosineSimilarity(a, b)).ToList();
            exits.Add(new JsonObject { ["exit"] = source.Tower.Exits[i].Name, ["cosine"] = Math.Round(cosines.Average(), 5), ["lowest_cosine"] = Math.Round(cosines.Min(), 5) });
        }

        var (first, ten) = Agreement(Neighbours.Centre(expected[^1]), Neighbours.Centre(found[^1]));
        return new JsonObject
        {
            ["weights"] = name,
            ["stage_mb"] = Math.Round(Megabytes(pack), 2),
            ["size_ratio"] = Math.Round(Megabytes(pack) / Megabytes(source), 3),
            ["throughput_ratio"] = speed,
            ["cosine"] = exits[^1]!["cosine"]!.GetValue<double>(),
            ["lowest_cosine"] = exits[^1]!["lowest_cosine"]!.GetValue<double>(),
            ["same_nearest"] = first,
            ["shared_of_nearest_10"] = ten,
            ["exits"] = exits,
        };
    }

    private static double Megabytes(TowerBench bench) => bench.Tower.Description.Stages.Sum(s => bench.Pack.Manifest.Files[s.File].Bytes) / 1e6;

    private static (double First, double Ten) Agreement(float[][] expected, float[][] found)
    {
        var (first, shared) = (0, 0);
        for (var item = 0; item < expected.Length; item++)
        {
            var (wanted, given) = (Neighbours.Rank(expected, item, _ => true), Neighbours.Rank(found, item, _ => true));
            first += wanted[0] == given[0] ? 1 : 0;
            shared += wanted.Take(Nearest).Intersect(given.Take(Nearest)).Count();
        }

        return (Math.Round(first / (double)expected.Length, 4), Math.Round(shared / (double)expected.Length / Math.Min(Nearest, expected.Length - 1), 4));
    }

    /// <summary>The median time of a batch through all stages and the head, in microseconds, all packs in turn.</summary>
    private static async Task<double[]> TimeAsync(IReadOnlyList<TowerBench> benches, CancellationToken cancellationToken)
    {
        using var wave = benches[0].Prepare(0, TowerBench.Batch, cancellationToken);
        var embeddings = new float[TowerBench.Batch * benches[0].Pack.Manifest.Dimensions];
        var contestants = benches.Select((b, i) => new Contestant($"pack {i}", _ =>
        {
            using var hidden = b.Tower.RunTo(b.Tower.FullExit, wave, 0, TowerBench.Batch, cancellationToken);
            b.Tower.Embed(b.Tower.FullExit, hidden, 0, TowerBench.Batch, embeddings, cancellationToken);
            return ValueTask.CompletedTask;
        })).ToList();
        await Contest.RunAsync(contestants, Rounds, new Random(1), cancellationToken);
        return [.. contestants.Select(c => c.P50)];
    }

    private static void Write(JsonArray rows, TowerBench bench)
    {
        Console.WriteLine();
        Console.WriteLine($"| weights | MB of stages | size | items/s | cosine, mean (lowest) | same nearest | shared of nearest 10 | cosine at {string.Join(", ", bench.Tower.Exits.Select(e => e.Layer))} |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var row in rows)
        {
            var exits = string.Join(" ", row!["exits"]!.AsArray().Select(e => FormattableString.Invariant($"{e!["cosine"]!.GetValue<double>():0.0000}")));
            Console.WriteLine(FormattableString.Invariant(
                $"| {row["weights"]} | {row["stage_mb"]} | {row["size_ratio"]} | {row["throughput_ratio"]} | {row["cosine"]} ({row["lowest_cosine"]}) | {row["same_nearest"]} | {row["shared_of_nearest_10"]} | {exits} |"));
        }
    }
}
