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
    private readonly bool _masked;
    private readonly bool _layerWise;
    private readonly string _fingerprint;
    private readonly ActivationFormat _format;

    public TowerRuntime(ModelPack pack, PackTower tower, EarlyExitEncoderOptions options, ILogger logger)
    {
        GraphSession Graph(string file, int threads, ReadBuffer? buffer = null) => new(pack, file, threads, logger, buffer);
        var threads = options.EffectiveThreads;
        _dimensions = pack.Manifest.Dimensions;
        _masked = tower.Modality == PackModality.Text;
        _layerWise = options.StageResidency == StageResidency.LayerWise;
        _fingerprint = pack.Fingerprint;
        _format = options.ActivationFormat;
        var buffer = _layerWise ? new ReadBuffer() : null;
        _stages = [.. tower.Stages.Select(s => Graph(s.File, threads, buffer))];
        // Heads and the predictor are too small to share out.
        _heads = [.. tower.Exits.Select(e => Graph(e.Head, 1))];
        _predictor = tower.Predictor is { } predictor ? Graph(predictor.File, 1) : null;
        _confidenceFloor = tower.Predictor?.ConfidenceFloor ?? 0;
        _coverage = tower.Predictor?.Choice?.Coverage;
        Description = tower;
        Exits = ExitsOf(tower);
        SuperficialExit = Exits.ToList().FindIndex(e => e.Layer == tower.SuperficialLayer);
        FrontEnd = tower.Tokenizer is not null && _masked
            ? new TextFrontEnd(TextTokenizers.Create(tower, pack.ReadFile))
            : pack.Inputs[tower.Name] switch
            {
                SoundTransform sound => new SoundFrontEnd(sound, tower.MaxTokens, options.SoundLimits, threads),
                MotionTransform motion => new MotionFrontEnd(motion, tower.MaxTokens, threads),
                var picture => new ImageFrontEnd((PictureTransform)picture, tower.MaxTokens, options.PictureLimits, threads),
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
        var lengths = new int[count];
        for (var i = 0; i < count; i++)
        {
            lengths[i] = wave.LengthOf(start + i);
        }

        var batch = CreateBatch(lengths);
        try
        {
            using var input = wave.CreateInput(start, count, batch.Tokens);
            using var mask = batch.GetMask(0, count);
            using var output = batch.GetTensor(0, count);
            _stages[0].Run(input, mask, output, cancellationToken);
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
    public HiddenBatch CreateBatch(int[] lengths) => new(lengths, lengths.Max(), Description.Width, _masked);

    /// <summary>Runs one more stage on every item of a batch.</summary>
    public void Advance(HiddenBatch batch, int stage, CancellationToken cancellationToken)
    {
        using (var input = batch.GetTensor(0, batch.Count))
        using (var mask = batch.GetMask(0, batch.Count))
        using (var output = batch.GetSpareTensor())
        {
            _stages[stage].Run(input, mask, output, cancellationToken);
        }

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
    /// <returns><c>[count, dimensions]</c>.</returns>
    public float[] Embed(int exit, HiddenBatch batch, int start, int count, CancellationToken cancellationToken) =>
        RunHead(_heads[exit], batch, start, count, cancellationToken);

    /// <summary>Runs any head of the tower.</summary>
    /// <returns><c>[count, dimensions]</c>.</returns>
    public float[] RunHead(GraphSession head, HiddenBatch batch, int start, int count, CancellationToken cancellationToken)
    {
        var embeddings = new float[count * _dimensions];
        using var input = batch.GetTensor(start, count);
        using var mask = batch.GetMask(start, count);
        using var output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, embeddings.AsMemory(), [count, _dimensions]);
        head.Run(input, mask, output, cancellationToken);
        return embeddings;
    }

    /// <summary>Chooses an exit for each item from its superficial embedding.</summary>
    public int[] Predict(float[] embeddings, int count, CancellationToken cancellationToken)
    {
        var logits = new float[count * Exits.Count];
        using (var input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, embeddings.AsMemory(), [count, _dimensions]))
        using (var output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, logits.AsMemory(), [count, Exits.Count]))
        {
            _predictor!.Run(input, null, output, cancellationToken);
        }

        var exits = new int[count];
        for (var i = 0; i < count; i++)
        {
            var item = logits.AsSpan(i * Exits.Count, Exits.Count);
            exits[i] = _coverage is { } coverage ? ExitPredictor.ChooseByRisk(item, SuperficialExit, coverage) : ExitPredictor.Choose(item, SuperficialExit, _confidenceFloor);
        }

        return exits;
    }

    public void Dispose()
    {
        foreach (var graph in _stages.Concat(_heads).Concat(QueryHeads.Select(h => h.Graph)))
        {
            graph.Dispose();
        }

        _predictor?.Dispose();
    }
}
