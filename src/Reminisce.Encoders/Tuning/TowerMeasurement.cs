using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Times one stage and one head of a tower on this machine.</summary>
/// <remarks>
/// The second stage stands for all: it takes hidden states, so that nothing has to be decoded, and differs from the others by
/// its number of layers. Takes about a second a tower, and the memory of that stage.
/// </remarks>
internal static class TowerMeasurement
{
    private const int Repetitions = 3;
    private const double BudgetSeconds = 0.5;

    /// <summary>Measures, or takes the options as they are for a tower of one stage.</summary>
    /// <exception cref="ModelPackException">A graph cannot be loaded or run.</exception>
    public static TowerTuning Measure(ModelPack pack, PackTower tower, EarlyExitEncoderOptions options, ILogger logger)
    {
        if (tower.Stages.Count < 2)
        {
            return TowerTuning.For(tower, options);
        }

        using var buffers = new TensorBufferPool<float>(2);
        using var masks = new TensorBufferPool<long>(1);
        var stage = tower.Stages[1];
        TowerTuning? best = null;
        var fastest = double.PositiveInfinity;
        foreach (var (workers, threads) in Divisions(options.EffectiveThreads))
        {
            using var graph = new GraphSession(pack, stage.File, threads, logger);
            var (items, seconds) = BatchChoice.Choose(
                Math.Max(1, options.BatchSize / workers), size => Time(graph, buffers, masks, tower, size, workers, null), BudgetSeconds);
            seconds /= workers;
            if (seconds < fastest * 0.97)
            {
                fastest = seconds;
                best = new TowerTuning(options.BatchSize, workers, threads, items * tower.MaxTokens, null);
            }
        }

        using var head = new GraphSession(pack, tower.Exits[0].Head, 1, logger);
        var layer = fastest / (stage.ToLayer - stage.FromLayer);
        var costs = new StageCosts([.. tower.Stages.Select(s => (s.ToLayer - s.FromLayer) * layer)], FixedHeadSeconds(head, buffers, masks, tower, pack.Manifest.Dimensions, options.BatchSize));
        EncoderLog.Measured(logger, tower.Name, best!.Workers, best.TokensPerRun / tower.MaxTokens, best.Threads, layer * 1000, costs.HeadSeconds * 1000);
        return best with { Costs = costs };
    }

    /// <summary>One core a run, half as many where cores share arithmetic units and do not help each other, or all cores on one run.</summary>
    private static IEnumerable<(int Workers, int Threads)> Divisions(int threads) => new[] { (threads, 1), (Math.Max(1, threads / 2), 1), (1, threads) }.Distinct();

    private static double FixedHeadSeconds(GraphSession head, TensorBufferPool<float> buffers, TensorBufferPool<long> masks, PackTower tower, int dimensions, int batch)
    {
        var one = Time(head, buffers, masks, tower, 1, 1, dimensions);
        if (batch == 1)
        {
            return one;
        }

        var all = Time(head, buffers, masks, tower, batch, 1, dimensions);
        return Math.Max(0, ((one * batch) - all) / (batch - 1));
    }

    /// <summary>Times a graph on hidden states, side by side on so many each; one with dimensions is a head.</summary>
    private static double Time(
        GraphSession graph, TensorBufferPool<float> buffers, TensorBufferPool<long> masks, PackTower tower, int items, int workers, int? dimensions)
    {
        var all = items * workers;
        using var lengths = new RentedArray<int>(all);
        lengths.Span.Fill(tower.MaxTokens);
        using var batch = new HiddenBatch(lengths.Span, tower.Width, buffers, masks);
        for (var i = 0; i < all; i++)
        {
            Fill(batch.StatesOf(i));
        }

        using var embeddings = new RentedArray<float>(all * (dimensions ?? 1));
        using var head = dimensions is { } count
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, embeddings.Memory, [all, count])
            : null;
        var slices = Enumerable.Range(0, workers)
            .Select(w => new StageSlice(batch.TensorOf(w * items, items), batch.MaskOf(w * items, items), head ?? batch.SpareOf(w * items, items))).ToList();
        var fastest = double.PositiveInfinity;
        for (var i = 0; i <= Repetitions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            SideBySide.Run(workers, workers, w => graph.Run(slices[w].Input, slices[w].Mask, slices[w].Output, CancellationToken.None), CancellationToken.None);

            // The first run readies memory and threads.
            fastest = i == 0 ? fastest : Math.Min(fastest, Stopwatch.GetElapsedTime(started).TotalSeconds);
        }

        return fastest;
    }

    /// <summary>Ordinary numbers: zeros are faster than anything that comes, and denormals slower.</summary>
    private static void Fill(Span<float> states)
    {
        for (var i = 0; i < states.Length; i++)
        {
            states[i] = ((i * 37 % 255) - 127) / 64f;
        }
    }
}
