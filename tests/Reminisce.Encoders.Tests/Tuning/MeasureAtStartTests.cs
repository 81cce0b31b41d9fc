using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Reminisce.Encoders.Tests;

public sealed class MeasureAtStartTests : IDisposable
{
    private readonly TestPack _pack = TestPack.Create();

    [Theory]
    [InlineData(StageResidency.Resident)]
    [InlineData(StageResidency.LayerWise)]
    public async Task EncodeAsync_Measured_GivesWhatFixedOptionsGiveOrDeeper(StageResidency residency)
    {
        var log = new Lines();
        using var plain = EarlyExitEncoder.Open(_pack.Folder);
        using var measured = EarlyExitEncoder.Open(_pack.Folder, new EarlyExitEncoderOptions { MeasureAtStart = true, BatchSize = 8, StageResidency = residency }, log);
        var items = EncodeTests.Items(37);

        var expected = await plain.EncodeAsync(items);
        var found = await measured.EncodeAsync(items);

        for (var i = 0; i < items.Count; i++)
        {
            var exit = found[i].Item!.Exit;
            Assert.True(exit >= expected[i].Item!.Exit, $"Item {i} stopped at {exit}, before {expected[i].Item!.Exit}.");
            var there = Assert.Single(await plain.EncodeAsync([items[i]], new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer }));
            Vectors.Near(there.Item!.Vector.Span, found[i].Item!.Vector.Span, 1e-5f);
        }

        Assert.Equal(["image", "text"], log.Where(l => l.Contains("measured", StringComparison.Ordinal)).Select(l => l.Split(' ')[1]));
    }

    [Theory]
    [InlineData(1000, 1)] // A head costs more than any running on: one group a batch.
    [InlineData(0, 0)]
    public async Task WaveRun_CostsThatSaySo_MergesGroupsOfItsBatches(double headSeconds, int merges)
    {
        var options = new EarlyExitEncoderOptions { BatchSize = 4, WaveSize = 40 };
        var tower = _pack.Manifest.Towers.First(t => t.Name == "image");
        var pack = ModelPack.Open(_pack.Folder);
        var items = Enumerable.Range(0, 40).Select(i => EncodeTests.Item(2 * i)).ToList();

        async Task<List<int>> LayersAsync(StageCosts? costs)
        {
            using var runtime = new TowerRuntime(pack, tower, options, new TowerTuning(4, 1, 1, 64, costs), NullLogger.Instance);
            using var gate = new RunGate(1);
            var results = new EncodingResult?[items.Count];
            var run = new WaveRun(runtime, TestTransformer.Dimensions, options, new EncodingOptions(), gate, results, _ => { });
            await run.RunAsync(items, [.. Enumerable.Range(0, items.Count)], default);
            return [.. results.Select(r => r!.Item!.Exit.Layer)];
        }

        var predicted = await LayersAsync(null);
        var found = await LayersAsync(new StageCosts([1, 1, 1, 1], headSeconds));

        // What goes on behind the predictor, deep to shallow, in batches of 4.
        var goingOn = Enumerable.Range(0, items.Count).Where(i => predicted[i] > 1).OrderByDescending(i => predicted[i]).ThenBy(i => i).ToList();
        Assert.True(goingOn.Select(i => predicted[i]).Distinct().Count() > 2, "Too few exits are predicted for a test of merging them.");
        foreach (var batch in goingOn.Chunk(4))
        {
            Assert.Equal(batch.Select(i => merges > 0 ? batch.Max(b => predicted[b]) : predicted[i]), batch.Select(i => found[i]));
        }

        Assert.All(Enumerable.Range(0, items.Count).Except(goingOn), i => Assert.Equal(1, found[i]));
    }

    [Fact]
    public void Measure_TowerOfOneStage_TakesTheOptions()
    {
        var tower = _pack.Manifest.Towers[0];
        var whole = tower with { Stages = [tower.Stages[0]], Exits = [tower.Exits[0]] };

        Assert.Equal(TowerTuning.For(whole, new EarlyExitEncoderOptions { ThreadCount = 3 }), TowerMeasurement.Measure(ModelPack.Open(_pack.Folder), whole, new EarlyExitEncoderOptions { ThreadCount = 3 }, NullLogger.Instance));
    }

    [Fact]
    public void Measure_AnyTower_StaysWithinTheOptionsAndCountsEveryStage()
    {
        var options = new EarlyExitEncoderOptions { ThreadCount = 2, BatchSize = 8 };

        foreach (var tower in _pack.Manifest.Towers)
        {
            var tuning = TowerMeasurement.Measure(ModelPack.Open(_pack.Folder), tower, options, NullLogger.Instance);

            Assert.InRange(tuning.BatchSize, 1, 8);
            Assert.InRange(tuning.Threads * tuning.Workers, 1, 2);
            Assert.InRange(tuning.TokensPerRun, tower.MaxTokens, 8 * tower.MaxTokens);
            Assert.Equal(4, tuning.Costs!.StageSeconds.Count);
            Assert.All(tuning.Costs.StageSeconds, s => Assert.True(s > 0));
            Assert.True(tuning.Costs.HeadSeconds >= 0);
        }
    }

    public void Dispose() => _pack.Dispose();

    private sealed class Lines : List<string>, ILogger<EarlyExitEncoder>
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Add(formatter(state, exception));
    }
}
