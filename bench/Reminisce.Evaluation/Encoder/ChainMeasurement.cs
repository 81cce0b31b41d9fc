using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The graphs of one batch alone: uncut, as a chain of stages with its head, and stopped at each exit.</summary>
internal static class ChainMeasurement
{
    private const int Rounds = 9;
    private const int WorkRounds = 4;

    public static async Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var tower = bench.Tower;
        using var wave = bench.Prepare(0, TowerBench.Batch, cancellationToken);
        using var uncut = bench.Source.Uncut is { } file ? new UncutModel(file, bench.Source.UncutOutput!, wave, tower.Description.MaxTokens) : null;
        var contestants = new List<Contestant>();
        var embeddings = new float[TowerBench.Batch * bench.Pack.Manifest.Dimensions];
        for (var i = 0; i < tower.Exits.Count; i++)
        {
            var exit = i;
            contestants.Add(new Contestant(tower.Exits[exit].Name, _ =>
            {
                using var hidden = tower.RunTo(exit, wave, 0, TowerBench.Batch, cancellationToken);
                tower.Embed(exit, hidden, 0, TowerBench.Batch, embeddings, cancellationToken);
                return ValueTask.CompletedTask;
            }));
        }

        var full = contestants[^1];
        var report = new JsonObject();
        if (uncut is not null)
        {
            contestants.Add(new Contestant("uncut", _ => uncut.Run()));
        }

        await Contest.RunAsync(contestants, Rounds, new Random(1), cancellationToken);
        if (uncut is not null)
        {
            report["chain_ratio"] = Figures.Ratio(full.P50, contestants[^1].P50);
            report["uncut_ms_per_item"] = Math.Round(contestants[^1].P50 / 1000 / TowerBench.Batch, 2);
        }

        AddDepth(report, tower.Exits, Work(bench, wave, cancellationToken));
        AddAllocations(report, bench, cancellationToken);
        return report;
    }

    /// <summary>What each exit costs, over its depth, and over what is left of the cost once the part before the first block is taken off.</summary>
    /// <remarks>
    /// Patches or frames are made into tokens before the first block, and a head ends every exit: both cost the same at every depth.
    /// </remarks>
    private static void AddDepth(JsonObject report, IReadOnlyList<ExitLayer> exits, double[] milliseconds)
    {
        // The straight line through all exits by least squares.
        var layers = exits.Average(e => e.Layer);
        var mean = milliseconds.Average();
        var slope = exits.Select((e, i) => (e.Layer - layers) * (milliseconds[i] - mean)).Sum() / Math.Max(1e-9, exits.Sum(e => (e.Layer - layers) * (e.Layer - layers)));
        var start = mean - (slope * layers);
        var full = milliseconds[^1];
        var rows = new JsonArray();
        var (worst, worstOfLine) = (0.0, 0.0);
        for (var i = 0; i < exits.Count; i++)
        {
            var over = Figures.Ratio(milliseconds[i] / full, exits[i].Depth);
            var overLine = Figures.Ratio((milliseconds[i] - start) / (full - start), exits[i].Depth);
            worst = Math.Max(worst, Math.Abs(over - 1));
            worstOfLine = Math.Max(worstOfLine, Math.Abs(overLine - 1));
            rows.Add(new JsonObject
            {
                ["exit"] = exits[i].Name,
                ["depth"] = Math.Round(exits[i].Depth, 3),
                ["ms_per_item"] = Math.Round(milliseconds[i], 2),
                ["cost_over_depth"] = over,
                ["cost_over_depth_of_blocks"] = overLine,
            });
        }

        report["depth_deviation"] = Math.Round(worst, 3);
        report["depth_line_deviation"] = Math.Round(worstOfLine, 3);
        report["depth_fixed_share"] = Math.Round(start / full, 3);
        report["depth_cost"] = rows;
    }

    /// <summary>Milliseconds of one core that an item costs at each exit.</summary>
    /// <remarks>
    /// Depth is a question of work, not of how much of the machine others leave: counted is the processor time of one thread, which waits for
    /// nobody, and of that the least of all rounds.
    /// </remarks>
    private static double[] Work(TowerBench bench, PreparedWave wave, CancellationToken cancellationToken)
    {
        using var tower = new TowerRuntime(bench.Pack, bench.Tower.Description, new EarlyExitEncoderOptions { ThreadCount = 1 }, NullLogger.Instance);
        var embeddings = new float[TowerBench.Batch * bench.Pack.Manifest.Dimensions];
        var least = new double[tower.Exits.Count];
        Array.Fill(least, double.MaxValue);
        var order = Enumerable.Range(0, least.Length).ToArray();
        var random = new Random(1);
        for (var round = 0; round <= WorkRounds; round++)
        {
            random.Shuffle(order);
            foreach (var exit in order)
            {
                var before = Environment.CpuUsage.TotalTime;
                using (var hidden = tower.RunTo(exit, wave, 0, TowerBench.Batch, cancellationToken))
                {
                    tower.Embed(exit, hidden, 0, TowerBench.Batch, embeddings, cancellationToken);
                }

                // The first round loads the graphs.
                least[exit] = round == 0 ? least[exit] : Math.Min(least[exit], (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / TowerBench.Batch);
            }
        }

        return least;
    }

    /// <summary>What the loop of stages and head allocates for a batch, and how much more for a larger one.</summary>
    private static void AddAllocations(JsonObject report, TowerBench bench, CancellationToken cancellationToken)
    {
        const int Few = TowerBench.Batch / 2;
        var few = Allocated(bench, Few, cancellationToken);
        var many = Allocated(bench, TowerBench.Batch, cancellationToken);
        report["allocated_bytes_per_item_besides_results"] = Math.Round((many - few) / (double)(TowerBench.Batch - Few), 1);
        report["allocated_bytes_per_batch"] = (double)many;
    }

    private static long Allocated(TowerBench bench, int items, CancellationToken cancellationToken)
    {
        const int Runs = 5;
        using var wave = bench.Prepare(0, items, cancellationToken);
        var embeddings = new float[items * bench.Pack.Manifest.Dimensions];
        var least = long.MaxValue;
        for (var i = 0; i < Runs; i++)
        {
            // Pools settle in the first run.
            var before = GC.GetTotalAllocatedBytes(precise: true);
            using (var hidden = bench.Tower.RunTo(bench.Tower.FullExit, wave, 0, items, cancellationToken))
            {
                bench.Tower.Embed(bench.Tower.FullExit, hidden, 0, items, embeddings, cancellationToken);
            }

            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least;
    }

    private sealed class UncutModel : IDisposable
    {
        private readonly InferenceSession _session;
        private readonly OrtValue _input;
        private readonly OrtValue _output;
        private readonly RunOptions _options = new();

        public UncutModel(string file, string output, PreparedWave wave, int tokens)
        {
            using (var options = GraphOptions.Create(TowerBench.Options.EffectiveThreads))
            {
                _session = new InferenceSession(file, options);
            }

            Name = _session.InputNames is [var only] ? only : throw new InvalidOperationException($"The uncut model takes {_session.InputNames.Count} inputs; only models of one are measured.");
            Output = output;
            _input = wave.InputOf(0, TowerBench.Batch, tokens);
            using var first = _session.Run(_options, [Name], [_input], [Output]);
            var shape = first[0].GetTensorTypeAndShape();
            _output = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, shape.ElementDataType, shape.Shape);
        }

        private string Name { get; }

        private string Output { get; }

        public ValueTask Run()
        {
            _session.Run(_options, [Name], [_input], [Output], [_output]);
            return ValueTask.CompletedTask;
        }

        public void Dispose()
        {
            _output.Dispose();
            _session.Dispose();
            _options.Dispose();
        }
    }
}
