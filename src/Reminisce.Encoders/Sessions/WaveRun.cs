using System.Diagnostics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

/// <summary>Takes a wave of items of one tower to their exits: superficial batches, exit buckets, full batches.</summary>
/// <remarks>
/// Items that go on are sorted deep to shallow and cut into full batches. Those of a batch that exit first therefore stand at
/// its end and are cut off in place: after the one gather behind the predictor no hidden state is copied. (Paper: D1.)
/// </remarks>
internal sealed partial class WaveRun(
    TowerRuntime tower, int dimensions, EarlyExitEncoderOptions settings, EncodingOptions options, RunGate gate, EncodingResult?[] results, Action<int> progress)
{
    private readonly List<Pending> _pending = [];

    /// <summary>Encodes items; each result is put at the caller's position.</summary>
    public async Task RunAsync(IReadOnlyList<AIContent> items, IReadOnlyList<int> positions, CancellationToken cancellationToken)
    {
        var front = options.Policy switch
        {
            ExitPolicy.Fixed => tower.ExitAtOrAbove(options.FixedLayer),
            ExitPolicy.Predicted when tower.HasPredictor => tower.SuperficialExit,
            _ => tower.FullExit,
        };
        var byLayer = settings.StageResidency == StageResidency.LayerWise;
        var fronts = new List<HiddenBatch>();
        try
        {
            using (var wave = tower.FrontEnd.Prepare(items, positions, cancellationToken))
            {
                foreach (var (position, error) in wave.Failures)
                {
                    results[position] = EncodingResult.Failed(error);
                }

                progress(wave.Failures.Count);
                await (byLayer ? RunFrontsByLayerAsync(front, wave, fronts, cancellationToken) : RunFrontsAsync(front, wave, fronts, cancellationToken)).ConfigureAwait(false);
            }

            SortIntoBuckets();
            await (byLayer ? RunBucketsByLayerAsync(front, fronts, cancellationToken) : RunBucketsAsync(front, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            fronts.ForEach(f => f.Dispose());
        }
    }

    private int BatchSize => tower.Tuning.BatchSize;

    private bool Predicts => options.Policy == ExitPolicy.Predicted && tower.HasPredictor;

    private async Task RunFrontsAsync(int front, PreparedWave wave, List<HiddenBatch> fronts, CancellationToken cancellationToken)
    {
        for (var start = 0; start < wave.Items.Count; start += BatchSize)
        {
            using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            var started = Stopwatch.GetTimestamp();
            var count = Math.Min(BatchSize, wave.Items.Count - start);
            fronts.Add(tower.RunTo(front, wave, start, count, cancellationToken));
            LeaveFront(front, fronts[^1], wave, start, started, cancellationToken);
        }
    }

    private async Task RunBucketsAsync(int front, CancellationToken cancellationToken)
    {
        for (var start = 0; start < _pending.Count; start += BatchSize)
        {
            using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            var started = Stopwatch.GetTimestamp();
            var items = _pending.GetRange(start, Math.Min(BatchSize, _pending.Count - start));
            using var batch = Gather(items);
            for (var exit = front + 1; batch.Count > 0; exit++)
            {
                tower.Advance(batch, exit, cancellationToken);
                Leave(exit, batch, items, started, cancellationToken);
            }
        }
    }

    /// <summary>Finishes the items of a batch that stop behind the front stages; the others wait.</summary>
    private void LeaveFront(int front, HiddenBatch hidden, PreparedWave wave, int start, long started, CancellationToken cancellationToken)
    {
        using var embeddings = new RentedArray<float>(hidden.Count * dimensions);
        tower.Embed(front, hidden, 0, hidden.Count, embeddings.Memory, cancellationToken);
        using var exits = new RentedArray<int>(hidden.Count);
        exits.Span.Fill(front);
        if (Predicts)
        {
            tower.Predict(embeddings.Memory, exits.Span, cancellationToken);
        }

        var finished = 0;
        for (var i = 0; i < hidden.Count; i++)
        {
            if (exits.Span[i] == front)
            {
                Finish(wave.Items[start + i], front, embeddings.Span.Slice(i * dimensions, dimensions), hidden, i, wave.IsTruncated(start + i));
                finished++;
            }
            else
            {
                _pending.Add(new Pending(wave.Items[start + i], exits.Span[i], hidden, i, wave.IsTruncated(start + i)));
            }
        }

        Report(front, finished, started);
    }

    private void SortIntoBuckets()
    {
        _pending.Sort((a, b) =>
        {
            var byExit = b.Exit.CompareTo(a.Exit);
            var byLength = byExit != 0 ? byExit : b.Length.CompareTo(a.Length);
            return byLength != 0 ? byLength : a.Position.CompareTo(b.Position);
        });
        for (var start = 0; tower.Tuning.Costs is { } costs && start < _pending.Count; start += BatchSize)
        {
            MergeGroups(CollectionsMarshal.AsSpan(_pending).Slice(start, Math.Min(BatchSize, _pending.Count - start)), costs);
        }
    }

    /// <summary>Sends small groups of a batch deeper where that is cheaper; those that went before still stand before the others.</summary>
    private void MergeGroups(Span<Pending> batch, StageCosts costs)
    {
        Span<int> items = stackalloc int[tower.Exits.Count];
        items.Clear();
        foreach (var item in batch)
        {
            items[item.Exit]++;
        }

        var to = ExitGroups.Merge(items, costs);
        foreach (ref var item in batch)
        {
            item = item with { Exit = to[item.Exit] };
        }
    }

    /// <summary>Copies the states of items into a batch of their own. The caller owns it.</summary>
    private HiddenBatch Gather(List<Pending> items)
    {
        using var lengths = new RentedArray<int>(items.Count);
        for (var i = 0; i < items.Count; i++)
        {
            lengths.Span[i] = items[i].Length;
        }

        var batch = tower.CreateBatch(lengths.Span);
        for (var i = 0; i < items.Count; i++)
        {
            items[i].From.StatesOf(items[i].Row).CopyTo(batch.StatesOf(i));
            batch.PaddedStatesOf(i)[batch.StatesOf(i).Length..].Clear();
        }

        return batch;
    }

    /// <summary>Finishes the items of a batch that stop at an exit and cuts them off.</summary>
    private void Leave(int exit, HiddenBatch batch, List<Pending> items, long started, CancellationToken cancellationToken)
    {
        var staying = items.FindIndex(0, batch.Count, i => i.Exit == exit);
        if (staying < 0)
        {
            return;
        }

        using var embeddings = new RentedArray<float>((batch.Count - staying) * dimensions);
        tower.Embed(exit, batch, staying, batch.Count - staying, embeddings.Memory, cancellationToken);
        for (var i = staying; i < batch.Count; i++)
        {
            Finish(items[i].Position, exit, embeddings.Span.Slice((i - staying) * dimensions, dimensions), batch, i, items[i].Truncated);
        }

        Report(exit, batch.Count - staying, started);
        batch.Truncate(staying);
    }

    private void Finish(int position, int exit, ReadOnlySpan<float> vector, HiddenBatch hidden, int item, bool truncated)
    {
        try
        {
            if (!float.IsFinite(TensorPrimitives.MaxMagnitude(vector)))
            {
                throw new ContentException("The model gives no finite embedding for this item; leave it out or use another model pack.");
            }

            var keep = options.KeepActivations && !tower.Exits[exit].IsFull;
            results[position] = EncodingResult.Encoded(new EncodedItem(vector.ToArray(), tower.Exits[exit], keep ? tower.Keep(exit, hidden, item) : null) { IsTruncated = truncated });
        }
        catch (ContentException e)
        {
            results[position] = EncodingResult.Failed(e);
        }
    }

    private void Report(int exit, int count, long started)
    {
        if (count == 0)
        {
            return;
        }

        EncoderTelemetry.Items.Add(count, new KeyValuePair<string, object?>("exit", tower.Exits[exit].Name));
        EncoderTelemetry.BatchDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("tower", tower.Description.Name));
        progress(count);
    }

    /// <summary>An item behind the predictor that goes on.</summary>
    private readonly record struct Pending(int Position, int Exit, HiddenBatch From, int Row, bool Truncated)
    {
        public int Length => From.LengthOf(Row);
    }
}
