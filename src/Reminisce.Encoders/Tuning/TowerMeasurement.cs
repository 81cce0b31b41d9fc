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
            return new TowerTuning(options.BatchSize, options.EffectiveThreads, null);
        }

        using var buffers = new HiddenBufferPool(tower.Width, 2);
        var stage = tower.Stages[1];
        TowerTuning? best = null;
        var fastest = double.PositiveInfinity;

        // Cores that share arithmetic units do not help each other: half the threads may be as fast, and then leave room.
        foreach (var threads in new[] { Math.Max(1, options.EffectiveThreads / 2), options.EffectiveThreads }.Distinct())
        {
            using var graph = new GraphSession(pack, stage.File, threads, logger);
            var (size, seconds) = BatchChoice.Choose(options.BatchSize, items => Time(graph, buffers, tower, items, null), BudgetSeconds);
            if (seconds < fastest * 0.97)
            {
                fastest = seconds;
                best = new TowerTuning(size, threads, null);
            }
        }

        using var head = new GraphSession(pack, tower.Exits[0].Head, 1, logger);
        var layer = fastest / (stage.ToLayer - stage.FromLayer);
        var costs = new StageCosts([.. tower.Stages.Select(s => (s.ToLayer - s.FromLayer) * layer)], FixedHeadSeconds(head, buffers, tower, pack.Manifest.Dimensions, best!.BatchSize));
        EncoderLog.Measured(logger, tower.Name, best.BatchSize, best.Threads, layer * 1000, costs.HeadSeconds * 1000);
        return best with { Costs = costs };
    }

    private static double FixedHeadSeconds(GraphSession head, HiddenBufferPool buffers, PackTower tower, int dimensions, int batch)
    {
        var one = Time(head, buffers, tower, 1, dimensions);
        if (batch == 1)
        {
            return one;
        }

        var all = Time(head, buffers, tower, batch, dimensions);
        return Math.Max(0, ((one * batch) - all) / (batch - 1));
    }

    /// <summary>Times a graph on hidden states; one with dimensions is a head.</summary>
    private static double Time(GraphSession graph, HiddenBufferPool buffers, PackTower tower, int items, int? dimensions)
    {
        using var lengths = new RentedArray<int>(items);
        lengths.Span.Fill(tower.MaxTokens);
        using var batch = new HiddenBatch(lengths.Span, buffers, masked: true);
        for (var i = 0; i < items; i++)
        {
            Fill(batch.StatesOf(i));
        }

        using var embeddings = new RentedArray<float>(items * (dimensions ?? 1));
        using var head = dimensions is { } count
            ? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, embeddings.Memory, [items, count])
            : null;
        var fastest = double.PositiveInfinity;
        for (var i = 0; i <= Repetitions; i++)
        {
            var started = Stopwatch.GetTimestamp();
            graph.Run(batch.Tensor, batch.MaskTensor, head ?? batch.SpareTensor, CancellationToken.None);

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
