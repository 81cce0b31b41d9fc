using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;

namespace Reminisce.Training.Exits;

/// <summary>Runs a tower of a pack over content and takes from every exit what heads read: the first token, and mean and deviation of all real tokens.</summary>
/// <remarks>Not thread-safe; owns the tower's sessions. Content is prepared and run exactly as the product does.</remarks>
internal sealed class TowerTaps : IDisposable
{
    /// <summary>Features that a head reads for each number of a token.</summary>
    public const int FeaturesPerChannel = 3;

    /// <summary>What keeps the slope of a deviation finite where all tokens are alike.</summary>
    public const float SmallestVariance = 1e-6f;

    private const int BatchSize = 16;

    private readonly TowerRuntime _tower;

    /// <summary>Readies a tower.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="tower">The tower's name.</param>
    /// <param name="threads">Threads to compute with.</param>
    public TowerTaps(ModelPack pack, string tower, int threads)
    {
        Description = pack.Manifest.Towers.First(t => t.Name == tower);
        _tower = new TowerRuntime(pack, Description, new EarlyExitEncoderOptions { ThreadCount = threads }, NullLogger.Instance);
    }

    public PackTower Description { get; }

    public TowerRuntime Runtime => _tower;

    /// <summary>Numbers that a head reads.</summary>
    public int Features => FeaturesPerChannel * Description.Width;

    /// <summary>Runs the tower to full depth.</summary>
    /// <param name="items">The content.</param>
    /// <param name="progress">Told of the share that is done.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>One matrix per exit, one row per item.</returns>
    /// <exception cref="ContentException">An item cannot be read.</exception>
    public IReadOnlyList<Matrix> Run(IReadOnlyList<AIContent> items, Action<double>? progress = null, CancellationToken cancellationToken = default)
    {
        var results = Description.Exits.Select(_ => new Matrix(items.Count, Features)).ToArray();
        Visit(
            items,
            (exit, batch, rows) =>
            {
                for (var i = 0; i < rows.Count; i++)
                {
                    Pool(batch.StatesOf(i), Description.Width, results[exit].Row(rows[i]));
                }
            },
            progress,
            cancellationToken);
        return results;
    }

    /// <summary>Runs the tower to full depth and embeds every item at every exit with the pack's own heads.</summary>
    /// <param name="items">The content.</param>
    /// <param name="dimensions">Dimensions of an embedding.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <param name="head">The exit whose head embeds the states of all exits, or null for each its own.</param>
    /// <returns>One matrix per exit, one row per item.</returns>
    public IReadOnlyList<Matrix> Embed(IReadOnlyList<AIContent> items, int dimensions, CancellationToken cancellationToken, int? head = null)
    {
        var results = Description.Exits.Select(_ => new Matrix(items.Count, dimensions)).ToArray();
        Visit(
            items,
            (exit, batch, rows) =>
            {
                var embeddings = _tower.Embed(head ?? exit, batch, 0, rows.Count, cancellationToken);
                for (var i = 0; i < rows.Count; i++)
                {
                    embeddings.AsSpan(i * dimensions, dimensions).CopyTo(results[exit].Row(rows[i]));
                }
            },
            null,
            cancellationToken);
        return results;
    }

    /// <summary>Pools the real tokens of one item.</summary>
    /// <param name="states">Tokens x width.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="target">Receives the first token, then the mean, then the deviation.</param>
    public static void Pool(ReadOnlySpan<float> states, int width, Span<float> target)
    {
        states[..width].CopyTo(target);
        var mean = target.Slice(width, width);
        var deviation = target[(2 * width)..];
        mean.Clear();
        deviation.Clear();
        for (var at = 0; at < states.Length; at += width)
        {
            TensorPrimitives.Add(mean, states.Slice(at, width), mean);
        }

        TensorPrimitives.Divide(mean, states.Length / width, mean);
        Span<float> away = stackalloc float[width];
        for (var at = 0; at < states.Length; at += width)
        {
            TensorPrimitives.Subtract(states.Slice(at, width), mean, away);
            TensorPrimitives.MultiplyAdd(away, away, deviation, deviation);
        }

        TensorPrimitives.Divide(deviation, states.Length / width, deviation);
        TensorPrimitives.Add(deviation, SmallestVariance, deviation);
        TensorPrimitives.Sqrt(deviation, deviation);
    }

    public void Dispose() => _tower.Dispose();

    private void Visit(IReadOnlyList<AIContent> items, Action<int, HiddenBatch, IReadOnlyList<int>> visit, Action<double>? progress, CancellationToken cancellationToken)
    {
        for (var start = 0; start < items.Count; start += BatchSize)
        {
            int[] positions = [.. Enumerable.Range(start, Math.Min(BatchSize, items.Count - start))];
            using var wave = _tower.FrontEnd.Prepare(items, positions, cancellationToken);
            if (wave.Failures.Count > 0)
            {
                throw wave.Failures[0].Value;
            }

            using var batch = _tower.Begin(wave, 0, positions.Length, cancellationToken);
            for (var exit = 0; exit < Description.Exits.Count; exit++)
            {
                if (exit > 0)
                {
                    _tower.Advance(batch, exit, cancellationToken);
                }

                visit(exit, batch, wave.Items);
            }

            progress?.Invoke((start + positions.Length) / (double)items.Count);
        }
    }
}
