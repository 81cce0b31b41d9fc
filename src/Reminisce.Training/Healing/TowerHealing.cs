using Google.Protobuf;
using Reminisce.Encoders;
using Reminisce.Training.Exits;
using Reminisce.Training.Learning;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Learning.Optimization;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Healing;

/// <summary>Heals a tower window by window, from shallow to deep; what was healed before is frozen, and its states are computed once.</summary>
/// <remarks>
/// (Paper: D2, progressive LoRA healing.) A stage is healed in one window only and never touched again, so an exit's states are the same for
/// every deeper exit and stay resumable. Each window has a checkpoint; a run that was stopped goes on from it. Not thread-safe.
/// </remarks>
/// <param name="pack">The pack; it is only read.</param>
/// <param name="tower">The tower.</param>
/// <param name="data">What to learn from.</param>
/// <param name="settings">Adapters, loss and rates.</param>
/// <param name="folder">Checkpoints and states.</param>
/// <param name="time">The clock, for the time left.</param>
internal sealed class TowerHealing(ModelPack pack, PackTower tower, HealingData data, HealingSettings settings, string folder, TimeProvider time)
{
    private const int RunBatch = 16;
    private const int CheckpointEvery = 20;

    /// <summary>Passes the progress of windows on.</summary>
    public static Action<int, TrainingProgress> Report(PackHealOptions options, BuildProgress progress, IReadOnlyList<HealingWindow> windows, IReadOnlyList<int> layers) => (window, p) =>
    {
        progress.Report($"Window {window + 1} of {windows.Count}, to layer {layers[windows[window].Last]}", p.Step / (double)p.Steps);
        options.Training?.Report(p);
    };

    /// <summary>Heals.</summary>
    /// <param name="windows">The windows, shallow to deep.</param>
    /// <param name="heads">Head of each exit, where training starts; none where those of the pack stay, whatever their form.</param>
    /// <param name="progress">Told of every step, with the window's number from 0.</param>
    /// <param name="cancellationToken">Stops between steps, after a checkpoint.</param>
    /// <returns>Healed stages, one for each exit, and as many heads as were given.</returns>
    public (IReadOnlyList<ModelProto> Stages, IReadOnlyList<ExitHead> Heads) Run(
        IReadOnlyList<HealingWindow> windows, IReadOnlyList<ExitHead> heads, Action<int, TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        if (tower.Modality == PackModality.Text)
        {
            throw new NotSupportedException("Towers of text are not healed: their states have no fixed shape. Heal a tower of pictures, sounds or motion.");
        }

        Directory.CreateDirectory(folder);
        var run = Describe(windows);
        var stages = tower.Stages.Select(s => ModelProto.Parser.ParseFrom(pack.ReadFile(s.File))).ToArray();
        if (settings is { Rank: 0, TrainsHeads: false })
        {
            return (stages, heads);
        }

        var healed = new ModelProto[stages.Length];
        var trained = heads.ToArray();
        for (var w = 0; w < windows.Count; w++)
        {
            var number = w;
            var window = windows[w];
            using var runtime = window.First == 0 ? Runtime() : null;
            IWindowInput input = runtime is not null
                ? new ContentInput(runtime, data.Items, pack.Inputs[tower.Name].Shape, settings.Seed, settings.SmallestView)
                : new StateInput(States(run, window.First - 1, healed, cancellationToken), tower);
            var kept = settings.Protection > 0 ? States($"{Convert.ToHexStringLower(Hash(TapCache.Trunk(pack, tower.Name)))}", window.Last, stages, cancellationToken) : null;
            using (kept)
            using (var batches = new HealingBatches(data, window.Exits, input, kept, tower.MaxTokens * tower.Width, settings))
            {
                var weights = Train(run, w, window, stages, trained, batches, input, progress is null ? null : new StepReport(p => progress(number, p)), cancellationToken);
                foreach (var exit in window.Exits)
                {
                    var place = exit - window.First;
                    healed[exit] = Adapters.Merge(stages[exit], StageGraph.Take(weights, StageGraph.Prefix(place)));
                    if (settings.TrainsHeads)
                    {
                        trained[exit] = new TrainableHead(HeadName(exit), heads[exit]).Take(weights);
                    }
                }
            }
        }

        return (healed, trained);
    }

    private IReadOnlyDictionary<string, float[]> Train(
        string run, int number, HealingWindow window, ModelProto[] stages, ExitHead[] heads, HealingBatches batches, IWindowInput input, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        var source = new NewWeights(settings.Seed);
        var graph = HealingGraph.Write(
            [.. window.Exits.Select(e => stages[e])],
            [.. window.Exits.Select(e => Head(e, heads))],
            input.InputShape(settings.Batch),
            input.StateShape(settings.Batch),
            settings,
            source);
        var steps = (long)batches.BatchesPerEpoch * settings.Epochs;
        var options = new TrainingOptions
        {
            Run = $"{run} window {number}",
            Schedule = new CosineSchedule(settings.Rate, Math.Max(1, steps / 20), steps),
            Optimizer = new AdamWOptions { WeightDecay = settings.Decay },
            Checkpoint = Path.Combine(folder, $"window-{number}.checkpoint"),
            CheckpointEvery = CheckpointEvery,
            Threads = settings.Threads,
        };
        using var trainer = new Trainer(graph.Differentiate(), options, time);
        trainer.Run(batches, progress: progress, cancellationToken: cancellationToken);
        return trainer.Weights;
    }

    private IWindowHead Head(int exit, ExitHead[] heads) => heads.Length > 0
        ? new TrainableHead(HeadName(exit), heads[exit])
        : new FrozenHead(HeadName(exit), ModelProto.Parser.ParseFrom(pack.ReadFile(tower.Exits[exit].Head)), pack.Manifest.Dimensions);

    // States behind an exit: kept in a file, made from those of content by running stages.
    private StateStore States(string run, int exit, ModelProto[] stages, CancellationToken cancellationToken)
    {
        var length = tower.MaxTokens * tower.Width;
        var name = $"states-{tower.Exits[exit].Layer:00}-{Convert.ToHexStringLower(Hash(run))[..12]}.bin";
        return StateStore.Open(Path.Combine(folder, name), data.Items.Count, length, write =>
        {
            using var runtime = Runtime();
            using var input = new ContentInput(runtime, data.Items, pack.Inputs[tower.Name].Shape);
            var runners = stages.Take(exit + 1).Select(s => new GraphRunner(s.ToByteArray())).ToArray();
            for (var start = 0; start < data.Items.Count; start += RunBatch)
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] items = [.. Enumerable.Range(start, Math.Min(RunBatch, data.Items.Count - start))];
                var states = RunStages(runners, input, items);
                for (var i = 0; i < items.Length; i++)
                {
                    write(items[i], states.AsMemory(i * length, length));
                }
            }

            foreach (var runner in runners)
            {
                runner.Dispose();
            }
        });
    }

    private float[] RunStages(GraphRunner[] runners, ContentInput input, int[] items)
    {
        var states = runners[0].Run((pack.Inputs[tower.Name].Name, GraphRunner.Tensor(input.Read(items), input.InputShape(items.Length))));
        foreach (var runner in runners.Skip(1))
        {
            states = runner.Run(("hidden", GraphRunner.Tensor(states, input.StateShape(items.Length))));
        }

        return states;
    }

    private TowerRuntime Runtime() => new(pack, tower, new EarlyExitEncoderOptions { ThreadCount = settings.Threads }, Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    private string Describe(IReadOnlyList<HealingWindow> windows) =>
        $"heal {pack.Fingerprint} items {data.Items.Count} windows {string.Join(",", windows.Select(w => tower.Exits[w.Last].Layer))} {settings with { Threads = 0 }}";

    private string HeadName(int exit) => $"head/{tower.Exits[exit].Layer}";

    private static byte[] Hash(string text) => System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text));

    private sealed class StepReport(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
