using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using Reminisce.Encoders;

namespace Reminisce.Evaluation;

/// <summary>The graphs of one batch alone: uncut, as a chain of stages with its head, and stopped at each exit.</summary>
internal static class ChainMeasurement
{
    private const int Rounds = 9;

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

        var exits = new JsonArray();
        var worst = 0.0;
        for (var i = 0; i < tower.Exits.Count; i++)
        {
            var over = Figures.Ratio(contestants[i].P50 / full.P50, tower.Exits[i].Depth);
            worst = Math.Max(worst, Math.Abs(over - 1));
            exits.Add(new JsonObject
            {
                ["exit"] = tower.Exits[i].Name,
                ["depth"] = Math.Round(tower.Exits[i].Depth, 3),
                ["ms_per_item"] = Math.Round(contestants[i].P50 / 1000 / TowerBench.Batch, 2),
                ["cost_over_depth"] = over,
            });
        }

        report["depth_deviation"] = Math.Round(worst, 3);
        report["depth_cost"] = exits;
        report["allocated_bytes_per_item_besides_results"] = Allocated(bench, wave, cancellationToken);
        return report;
    }

    /// <summary>What the loop of stages and head allocates an item, its embedding left out.</summary>
    private static double Allocated(TowerBench bench, PreparedWave wave, CancellationToken cancellationToken)
    {
        const int Runs = 5;
        var before = GC.GetTotalAllocatedBytes(precise: true);
        for (var i = 0; i < Runs; i++)
        {
            using var hidden = bench.Tower.RunTo(bench.Tower.FullExit, wave, 0, TowerBench.Batch, cancellationToken);
            bench.Tower.Embed(bench.Tower.FullExit, hidden, 0, TowerBench.Batch, cancellationToken);
        }

        var all = (GC.GetTotalAllocatedBytes(precise: true) - before) / (double)Runs / TowerBench.Batch;
        return Math.Round(all - (bench.Pack.Manifest.Dimensions * sizeof(float)));
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
            _input = wave.CreateInput(0, TowerBench.Batch, tokens);
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
            _input.Dispose();
            _session.Dispose();
            _options.Dispose();
        }
    }
}
