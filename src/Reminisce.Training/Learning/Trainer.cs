using System.Globalization;
using System.Numerics.Tensors;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Checkpoints;
using Reminisce.Training.Learning.Optimization;

namespace Reminisce.Training.Learning;

/// <summary>Trains the weights of a gradient graph: one batch, one step of AdamW, a checkpoint now and then.</summary>
/// <remarks>Not thread-safe; owns its session. The same seed, data and number of threads give the same weights, resumed or not.</remarks>
internal sealed class Trainer : IDisposable
{
    private readonly GradientSession _session;
    private readonly AdamW _optimizer;
    private readonly TrainingOptions _options;
    private readonly TimeProvider _time;
    private float[]? _sum;

    /// <summary>Loads a graph, and the last checkpoint of the run where there is one.</summary>
    /// <exception cref="InvalidDataException">The checkpoint is damaged, or of another run.</exception>
    public Trainer(GradientModel model, TrainingOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _session = new GradientSession(model, options.Threads);
        _optimizer = new AdamW(model.Parameters.Select(p => (p.Initial.Length, p.Shape.Length > 1)), options.Optimizer);
        if (options.Checkpoint is { } path && File.Exists(path))
        {
            Resume(path);
        }
    }

    /// <summary>Steps done.</summary>
    public long Step { get; private set; }

    /// <summary>The weights as they are now, by name.</summary>
    public IReadOnlyDictionary<string, float[]> Weights => Named().ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);

    /// <summary>Trains up to a step, or to the end of the schedule.</summary>
    /// <param name="batches">The data.</param>
    /// <param name="lastStep">The step to stop after.</param>
    /// <param name="progress">Told of every step.</param>
    /// <param name="cancellationToken">Stops between steps, after a checkpoint.</param>
    /// <exception cref="TrainingDivergedException">Loss or gradient is not finite; the last checkpoint is untouched.</exception>
    public void Run(IBatchSource batches, long lastStep = long.MaxValue, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var last = Math.Min(lastStep, _options.Schedule.Total);
        var first = Step;
        var start = _time.GetTimestamp();
        while (Step < last)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                Save();
                cancellationToken.ThrowIfCancellationRequested();
            }

            var step = Step + 1;
            var loss = Accumulate(batches, step);
            var norm = GradientNorm.Clip(_session.Gradients.Span, _options.LongestGradient);
            if (!float.IsFinite(loss) || !float.IsFinite(norm))
            {
                throw Diverged(step, loss, norm);
            }

            _optimizer.Step(_session.Values.Span, _session.Gradients.Span, step, _options.Schedule.At(step));
            Step = step;
            if (step % _options.CheckpointEvery == 0 || step == last)
            {
                Save();
            }

            var elapsed = _time.GetElapsedTime(start);
            progress?.Report(new TrainingProgress(step, last, loss, norm, _session.Figures.ToArray(), elapsed, elapsed / (step - first) * (last - step)) { Part = _options.Part });
        }
    }

    public void Dispose() => _session.Dispose();

    // Every batch weighs the same: the gradient is the mean of theirs.
    private float Accumulate(IBatchSource batches, long step)
    {
        var count = _options.BatchesPerStep;
        if (count == 1)
        {
            return _session.Run(batches.Get(step));
        }

        _sum ??= new float[_session.Gradients.Length];
        _sum.AsSpan().Clear();
        var loss = 0f;
        for (var i = 0; i < count; i++)
        {
            loss += _session.Run(batches.Get(((step - 1) * count) + i + 1)) / count;
            TensorPrimitives.MultiplyAdd(_session.Gradients.Span, 1f / count, _sum, _sum);
        }

        _sum.CopyTo(_session.Gradients);
        return loss;
    }

    private void Save()
    {
        if (_options.Checkpoint is { } path)
        {
            CheckpointFile.Write(path, new Checkpoint(_options.Run, Step, [.. Named()], _optimizer.Mean, _optimizer.Square));
        }
    }

    private void Resume(string path)
    {
        var checkpoint = CheckpointFile.Read(path);
        if (checkpoint.Run != _options.Run)
        {
            throw new InvalidDataException($"'{path}' is a checkpoint of the run '{checkpoint.Run}', not of '{_options.Run}'; give that run's settings, or another path.");
        }

        foreach (var (name, values) in checkpoint.Weights)
        {
            values.CopyTo(_session.ValuesOf(name));
        }

        checkpoint.Mean.CopyTo(_optimizer.Mean, 0);
        checkpoint.Square.CopyTo(_optimizer.Square, 0);
        Step = checkpoint.Step;
    }

    private IEnumerable<KeyValuePair<string, float[]>> Named()
    {
        var start = 0;
        foreach (var parameter in _session.Parameters)
        {
            yield return new KeyValuePair<string, float[]>(parameter.Name, _session.Values.Slice(start, parameter.Initial.Length).ToArray());
            start += parameter.Initial.Length;
        }
    }

    private TrainingDivergedException Diverged(long step, float loss, float norm)
    {
        var kept = _options.Checkpoint is { } path && File.Exists(path)
            ? $"The checkpoint '{path}' of step {CheckpointFile.Read(path).Step} is intact; resume from it with a lower learning rate."
            : "There is no checkpoint; start again with a lower learning rate.";
        return new TrainingDivergedException(string.Create(CultureInfo.InvariantCulture, $"Step {step} has loss {loss} and gradient norm {norm}, expected finite numbers (learning rate {_options.Schedule.At(step):g3}). {kept}"));
    }
}
