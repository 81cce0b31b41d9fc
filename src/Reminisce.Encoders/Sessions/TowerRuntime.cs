using System.Buffers;
using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>One tower ready to run: its front end and a session for each of its graphs. It owns the sessions.</summary>
internal sealed class TowerRuntime : IDisposable
{
    private readonly GraphSession[] _stages;
    private readonly GraphSession[] _heads;
    private readonly GraphSession? _predictor;
    private readonly double _confidenceFloor;
    private readonly double? _coverage;
    private readonly int _dimensions;
    private readonly bool _layerWise;
    private readonly TensorBufferPool<float> _buffers;
    private readonly TensorBufferPool<long>? _masks;
    private readonly string _fingerprint;
    private readonly ActivationFormat _format;

    public TowerRuntime(ModelPack pack, PackTower tower, EarlyExitEncoderOptions options, ILogger logger)
        : this(
            pack,
            tower,
            options,
            options.MeasureAtStart ? TowerMeasurement.Measure(pack, tower, options, logger) : TowerTuning.For(tower, options),
            logger)
    {
    }

    public TowerRuntime(ModelPack pack, PackTower tower, EarlyExitEncoderOptions options, TowerTuning tuning, ILogger logger)
    {
        GraphSession Graph(string file, int threads, ReadBuffer? buffer = null) => new(pack, file, threads, logger, buffer);
        Tuning = tuning;
        _dimensions = pack.Manifest.Dimensions;
        _layerWise = options.StageResidency == StageResidency.LayerWise;
        // What the batches of a wave hold, and what each run reads and writes; where memory counts most, only the latter.
        var waiting = _layerWise ? 0 : (options.WaveSize / tuning.BatchSize) + 1;
        _buffers = new TensorBufferPool<float>(waiting + (2 * options.MaxConcurrentRuns));
        _masks = tower.Modality == PackModality.Text ? new TensorBufferPool<long>(waiting + options.MaxConcurrentRuns) : null;
        _fingerprint = pack.Fingerprint;
        _format = options.ActivationFormat;
        var buffer = _layerWise ? new ReadBuffer() : null;
        _stages = [.. tower.Stages.Select(s => Graph(s.File, tuning.Threads, buffer))];
        // Heads and the predictor are too small to share out.
        _heads = [.. tower.Exits.Select(e => Graph(e.Head, 1))];
        _predictor = tower.Predictor is { } predictor ? Graph(predictor.File, 1) : null;
        _confidenceFloor = tower.Predictor?.ConfidenceFloor ?? 0;
        _coverage = tower.Predictor?.Choice?.Coverage;
        Description = tower;
        Exits = ExitsOf(tower);
        SuperficialExit = Exits.ToList().FindIndex(e => e.Layer == tower.SuperficialLayer);
        FrontEnd = tower.Tokenizer is not null && _masks is not null
            ? new TextFrontEnd(TextTokenizers.Create(tower, pack.ReadFile))
            : pack.Inputs[tower.Name] switch
            {
                SoundTransform sound => new SoundFrontEnd(sound, tower.MaxTokens, options.SoundLimits, options.EffectiveThreads),
                MotionTransform motion => new MotionFrontEnd(motion, tower.MaxTokens, options.EffectiveThreads),
                var picture => new ImageFrontEnd((PictureTransform)picture, tower.MaxTokens, options.PictureLimits, options.EffectiveThreads),
            };
        QueryHeads = [.. pack.Manifest.QueryHeads
            .Where(h => h.Tower == tower.Name)
            .Select(h => new QueryHead(
                ExitsOf(pack.Manifest.Towers.First(t => t.Name == h.Target)).First(e => e.Layer == h.Layer),
                new ScoreCalibration(h.Calibration.Mean, h.Calibration.Deviation, h.Calibration.Floor)
                {
                    FloorRate = pack.Manifest.FloorFalseAcceptRate is > 0 and < 1 and var rate ? rate : null,
                    Movement = h.Calibration.Movement is { } m ? new ScoreMovement(m.Slope, m.Intercept, m.Spread) : null,
                },
                Graph(h.File, 1)))
            .OrderBy(h => h.Exit)];
    }

    public PackTower Description { get; }

    public TowerTuning Tuning { get; }

    public IFrontEnd FrontEnd { get; }

    /// <summary>Gets the exits, shallow to deep; a stage, its exit and its head share one index.</summary>
    public IReadOnlyList<ExitLayer> Exits { get; }

    public int SuperficialExit { get; }

    public int FullExit => Exits.Count - 1;

    public bool HasPredictor => _predictor is not null;

    public IReadOnlyList<QueryHead> QueryHeads { get; }

    public static IReadOnlyList<ExitLayer> ExitsOf(PackTower tower) => [.. tower.Exits.Select(e => new ExitLayer(tower.Name, e.Layer, tower.Layers))];

    /// <summary>Finds the exit for a fixed layer: the nearest at or above it, the last for layers beyond.</summary>
    public int ExitAtOrAbove(int layer)
    {
        var exit = 0;
        while (exit < FullExit && Exits[exit].Layer < layer)
        {
            exit++;
        }

        return exit;
    }

    /// <summary>Runs prepared items from their input to an exit. The caller owns the batch.</summary>
    public HiddenBatch RunTo(int exit, PreparedWave wave, int start, int count, CancellationToken cancellationToken)
    {
        var batch = Begin(wave, start, count, cancellationToken);
        try
        {
            AdvanceTo(exit, batch, 0, cancellationToken);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Runs prepared items through the first stage. The caller owns the batch.</summary>
    public HiddenBatch Begin(PreparedWave wave, int start, int count, CancellationToken cancellationToken)
    {
        using var lengths = new RentedArray<int>(count);
        for (var i = 0; i < count; i++)
        {
            lengths.Span[i] = wave.LengthOf(start + i);
        }

        var batch = CreateBatch(lengths.Span);
        try
        {
            RunStage(0, batch, (wave, start), cancellationToken);
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>Takes a batch from one exit to a deeper one.</summary>
    public void AdvanceTo(int exit, HiddenBatch batch, int from, CancellationToken cancellationToken)
    {
        for (var stage = from + 1; stage <= exit; stage++)
        {
            Release(stage - 1);
            Advance(batch, stage, cancellationToken);
        }

        Release(exit);
        batch.ReleaseSpare();
    }

    /// <summary>Lets several batches run one stage; where stages do not stay, the next one loads meanwhile and this one is freed behind them.</summary>
    /// <param name="stage">The stage.</param>
    /// <param name="goesOn">Whether the next one is needed.</param>
    /// <param name="work">Runs the batches.</param>
    /// <exception cref="ModelPackException">A graph cannot be loaded or run.</exception>
    public async Task TurnAsync(int stage, bool goesOn, Func<Task> work)
    {
        if (!_layerWise)
        {
            await work().ConfigureAwait(false);
            return;
        }

        var next = goesOn && stage < FullExit ? _stages[stage + 1] : null;
        var loading = next?.LoadAsync() ?? Task.CompletedTask;
        var ran = false;
        try
        {
            await work().ConfigureAwait(false);
            ran = true;
        }
        finally
        {
            _stages[stage].Release();
            await loading.ConfigureAwait(false);
            if (!ran)
            {
                next?.Release();
            }
        }
    }

    /// <summary>Frees a stage that is not needed next, where stages do not stay.</summary>
    public void Release(int stage)
    {
        if (_layerWise)
        {
            _stages[stage].Release();
        }
    }

    /// <summary>Makes a batch for items of the given lengths, padded to the longest. The caller owns it.</summary>
    public HiddenBatch CreateBatch(ReadOnlySpan<int> lengths) => new(lengths, Description.Width, _buffers, _masks);

    /// <summary>Runs one more stage on every item of a batch.</summary>
    public void Advance(HiddenBatch batch, int stage, CancellationToken cancellationToken)
    {
        RunStage(stage, batch, null, cancellationToken);
        batch.Swap();
    }

    /// <summary>Codes what is needed to go on with an item of a batch that stands at an exit.</summary>
    /// <exception cref="ContentException">The states hold a number that the form cannot keep.</exception>
    public Activation Keep(int exit, HiddenBatch batch, int item)
    {
        var tokens = batch.LengthOf(item);
        var data = new byte[ActivationCodec.GetByteCount(_format, tokens, batch.Width)];
        try
        {
            ActivationCodec.Encode(_format, batch.StatesOf(item), batch.Width, data);
        }
        catch (ArgumentException e)
        {
            throw new ContentException(e.Message, e);
        }

        return new Activation(_fingerprint, Exits[exit], tokens, batch.Width, _format, data);
    }

    /// <summary>Computes the embeddings of some items of a batch that stands at an exit.</summary>
    /// <param name="exit">The exit.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="start">The first item.</param>
    /// <param name="count">How many items.</param>
    /// <param name="embeddings">Receives <c>[count, dimensions]</c>.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    public void Embed(int exit, HiddenBatch batch, int start, int count, Memory<float> embeddings, CancellationToken cancellationToken) =>
        RunHead(_heads[exit], batch, start, count, embeddings, cancellationToken);

    /// <summary>Runs any head of the tower.</summary>
    public void RunHead(GraphSession head, HiddenBatch batch, int start, int count, Memory<float> embeddings, CancellationToken cancellationToken)
    {
        using var output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, embeddings, [count, _dimensions]);
        head.Run(batch.TensorOf(start, count), batch.MaskOf(start, count), output, cancellationToken);
    }

    /// <summary>Chooses an exit for each item from its superficial embedding.</summary>
    /// <param name="embeddings"><c>[items, dimensions]</c>.</param>
    /// <param name="exits">Receives the place of each item's exit among the tower's exits.</param>
    /// <param name="cancellationToken">Stops the run between two operators.</param>
    public void Predict(Memory<float> embeddings, Span<int> exits, CancellationToken cancellationToken)
    {
        using var logits = new RentedArray<float>(exits.Length * Exits.Count);
        using (var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, embeddings, [exits.Length, _dimensions]))
        using (var output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, logits.Memory, [exits.Length, Exits.Count]))
        {
            _predictor!.Run(input, null, output, cancellationToken);
        }

        for (var i = 0; i < exits.Length; i++)
        {
            var item = logits.Span.Slice(i * Exits.Count, Exits.Count);
            exits[i] = _coverage is { } coverage ? ExitPredictor.ChooseByRisk(item, SuperficialExit, coverage) : ExitPredictor.Choose(item, SuperficialExit, _confidenceFloor);
        }
    }

    /// <inheritdoc cref="Embed(int, HiddenBatch, int, int, Memory{float}, CancellationToken)"/>
    /// <returns><c>[count, dimensions]</c>.</returns>
    public float[] Embed(int exit, HiddenBatch batch, int start, int count, CancellationToken cancellationToken) =>
        RunHead(_heads[exit], batch, start, count, cancellationToken);

    /// <inheritdoc cref="RunHead(GraphSession, HiddenBatch, int, int, Memory{float}, CancellationToken)"/>
    /// <returns><c>[count, dimensions]</c>.</returns>
    public float[] RunHead(GraphSession head, HiddenBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        var embeddings = new float[count * _dimensions];
        RunHead(head, batch, start, count, embeddings, cancellationToken);
        return embeddings;
    }

    /// <inheritdoc cref="Predict(Memory{float}, Span{int}, CancellationToken)"/>
    /// <returns>The place of each item's exit among the tower's exits.</returns>
    public int[] Predict(float[] embeddings, int count, CancellationToken cancellationToken)
    {
        var exits = new int[count];
        Predict(embeddings.AsMemory(0, count * _dimensions), exits, cancellationToken);
        return exits;
    }

    public void Dispose()
    {
        foreach (var graph in _stages.Concat(_heads).Concat(QueryHeads.Select(h => h.Graph)))
        {
            graph.Dispose();
        }

        _predictor?.Dispose();
        FrontEnd.Dispose();
        _buffers.Dispose();
        _masks?.Dispose();
    }

    /// <summary>Runs a stage on a batch in slices small enough for the caches, as many side by side as there are workers.</summary>
    /// <remarks>
    /// What a slice needs between two layers then stays in the caches, and runs that share nothing use all cores better than one run that is
    /// divided operator by operator.
    /// </remarks>
    private void RunStage(int stage, HiddenBatch batch, (PreparedWave Wave, int Start)? from, CancellationToken cancellationToken)
    {
        var size = Tuning.ItemsPerRun(batch.Count, batch.Tokens);
        var count = (batch.Count + size - 1) / size;
        var slices = ArrayPool<StageSlice>.Shared.Rent(count);
        try
        {
            for (var i = 0; i < count; i++)
            {
                var (start, items) = (i * size, Math.Min(size, batch.Count - (i * size)));
                slices[i] = from is { } source
                    ? new StageSlice(source.Wave.InputOf(source.Start + start, items, batch.Tokens), batch.MaskOf(start, items), batch.TensorOf(start, items))
                    : new StageSlice(batch.TensorOf(start, items), batch.MaskOf(start, items), batch.SpareOf(start, items));
            }

            if (count == 1 || Tuning.Workers == 1)
            {
                for (var i = 0; i < count; i++)
                {
                    RunSlice(stage, slices[i], cancellationToken);
                }

                return;
            }

            SideBySide.Run(count, Tuning.Workers, i => RunSlice(stage, slices[i], cancellationToken), cancellationToken);
        }
        finally
        {
            ArrayPool<StageSlice>.Shared.Return(slices, clearArray: true);
        }
    }

    private void RunSlice(int stage, StageSlice slice, CancellationToken cancellationToken) =>
        _stages[stage].Run(slice.Input, slice.Mask, slice.Output, cancellationToken);
}
