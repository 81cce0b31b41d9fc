using System.Text.Json.Nodes;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The encoder's exit buckets against deciding at run time, item by item and exit by exit, for the same exits.</summary>
internal static class DecidingMeasurement
{
    private const int Rounds = 5;

    public static async Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("reminisce-deciding-");
        try
        {
            SpreadPredictor.Write(bench, bench.EmbedAtEveryExit(cancellationToken)[bench.Tower.SuperficialExit], folder.FullName);
            using var encoder = EarlyExitEncoder.Open(folder.FullName);
            var options = new EncodingOptions { Policy = ExitPolicy.Predicted, KeepActivations = false };
            var encoded = await encoder.EncodeAsync(bench.Items, options, cancellationToken);
            int[] exits = [.. encoded.Select(r => bench.Tower.Exits.ToList().IndexOf(r.Item!.Exit))];
            var buckets = new Contestant("buckets", async _ => await encoder.EncodeAsync(bench.Items, options, cancellationToken));
            var layers = new Contestant("layer by layer", _ =>
            {
                Decide(bench, exits, cancellationToken);
                return ValueTask.CompletedTask;
            });
            await Contest.RunAsync([buckets, layers], Rounds, new Random(1), cancellationToken);
            return new JsonObject
            {
                ["bucketed_speedup"] = Figures.Ratio(layers.P50, buckets.P50),
                ["bucketed_items_per_second"] = Math.Round(bench.Items.Count / (buckets.P50 / 1e6), 2),
                ["deciding_items_per_second"] = Math.Round(bench.Items.Count / (layers.P50 / 1e6), 2),
                ["deciding_depth_mean"] = Math.Round(encoded.Average(r => r.Item!.Exit.Depth), 3),
            };
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Decoding is the same as the encoder's, many at a time; what is decided at each exit costs a head, as there.
    private static void Decide(TowerBench bench, int[] exits, CancellationToken cancellationToken)
    {
        var embedding = new float[bench.Pack.Manifest.Dimensions];
        for (var start = 0; start < exits.Length; start += TowerBench.Options.WaveSize)
        {
            using var wave = bench.Prepare(start, Math.Min(TowerBench.Options.WaveSize, exits.Length - start), cancellationToken);
            for (var i = 0; i < wave.Items.Count; i++)
            {
                using var hidden = bench.Tower.Begin(wave, i, 1, cancellationToken);
                bench.Tower.Embed(0, hidden, 0, 1, embedding, cancellationToken);
                for (var exit = 1; exit <= exits[wave.Items[i]]; exit++)
                {
                    bench.Tower.Advance(hidden, exit, cancellationToken);
                    bench.Tower.Embed(exit, hidden, 0, 1, embedding, cancellationToken);
                }
            }
        }
    }
}
