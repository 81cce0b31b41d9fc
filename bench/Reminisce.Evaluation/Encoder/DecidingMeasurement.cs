using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The encoder's exit buckets against deciding at run time, exit by exit, for the same exits.</summary>
/// <remarks>The rival takes one item at a time with all threads, as early-exit networks are usually run, or one item a thread.</remarks>
internal static class DecidingMeasurement
{
    private const int Rounds = 9;

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
            var threads = TowerBench.Options.EffectiveThreads;
            using var shared = Runtime(bench, threads);
            using var single = Runtime(bench, 1);
            var layers = new Contestant("layer by layer", _ => Decide(bench, shared, 1, exits, cancellationToken));
            var apart = new Contestant("layer by layer, one item a thread", _ => Decide(bench, single, threads, exits, cancellationToken));
            using var undivided = EarlyExitEncoder.Open(
                folder.FullName, new EarlyExitEncoderOptions { ThreadsPerRun = threads, ItemsPerRun = TowerBench.Options.BatchSize });
            var whole = new Contestant("buckets, a run a batch", async _ => await undivided.EncodeAsync(bench.Items, options, cancellationToken));
            await Contest.RunAsync([buckets, layers, apart, whole], Rounds, new Random(1), cancellationToken);
            return new JsonObject
            {
                ["bucketed_speedup"] = Figures.Ratio(layers.P50, buckets.P50),
                ["bucketed_speedup_item_a_thread"] = Figures.Ratio(apart.P50, buckets.P50),
                ["divided_speedup"] = Figures.Ratio(whole.P50, buckets.P50),
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

    private static TowerRuntime Runtime(TowerBench bench, int threadsPerRun) =>
        new(bench.Pack, bench.Tower.Description, new EarlyExitEncoderOptions { ThreadsPerRun = threadsPerRun, ItemsPerRun = 1 }, NullLogger.Instance);

    // Decoding is the same as the encoder's, many at a time; what is decided at each exit costs a head, as there.
    private static ValueTask Decide(TowerBench bench, TowerRuntime tower, int atOnce, int[] exits, CancellationToken cancellationToken)
    {
        for (var start = 0; start < exits.Length; start += TowerBench.Options.WaveSize)
        {
            using var wave = bench.Prepare(start, Math.Min(TowerBench.Options.WaveSize, exits.Length - start), cancellationToken);
            for (var i = 0; i < wave.Items.Count; i++)
            {
                // Made on one thread; from then on they are only read.
                _ = wave.InputOf(i, 1, wave.LengthOf(i));
            }

            Parallel.For(0, wave.Items.Count, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken }, i =>
            {
                var embedding = new float[bench.Pack.Manifest.Dimensions];
                using var hidden = tower.Begin(wave, i, 1, cancellationToken);
                tower.Embed(0, hidden, 0, 1, embedding, cancellationToken);
                for (var exit = 1; exit <= exits[wave.Items[i]]; exit++)
                {
                    tower.Advance(hidden, exit, cancellationToken);
                    tower.Embed(exit, hidden, 0, 1, embedding, cancellationToken);
                }
            });
        }

        return ValueTask.CompletedTask;
    }
}
