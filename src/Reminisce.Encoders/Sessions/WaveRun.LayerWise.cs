using System.Diagnostics;

namespace Reminisce.Encoders;

/// <summary>The same road stage by stage: every batch of the wave runs one stage before any runs the next.</summary>
internal sealed partial class WaveRun
{
    private async Task RunFrontsByLayerAsync(int front, PreparedWave wave, List<HiddenBatch> fronts, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        for (var stage = 0; stage <= front; stage++)
        {
            var now = stage;
            await tower.TurnAsync(stage, goesOn: stage < front || Predicts, async () =>
            {
                for (var start = 0; start < wave.Items.Count; start += BatchSize)
                {
                    using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                    if (now == 0)
                    {
                        fronts.Add(tower.Begin(wave, start, Math.Min(BatchSize, wave.Items.Count - start), cancellationToken));
                        continue;
                    }

                    var batch = fronts[start / BatchSize];
                    tower.Advance(batch, now, cancellationToken);
                    batch.ReleaseSpare();
                }
            }).ConfigureAwait(false);
        }

        for (var batch = 0; batch < fronts.Count; batch++)
        {
            using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
            LeaveFront(front, fronts[batch], wave, batch * BatchSize, started, cancellationToken);
        }
    }

    private async Task RunBucketsByLayerAsync(int front, List<HiddenBatch> fronts, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var buckets = new List<(List<Pending> Items, HiddenBatch Batch)>();
        try
        {
            foreach (var items in _pending.Chunk(BatchSize))
            {
                buckets.Add(([.. items], Gather([.. items])));
            }

            fronts.ForEach(f => f.Dispose());
            fronts.Clear();
            for (var exit = front + 1; buckets.Exists(b => b.Batch.Count > 0); exit++)
            {
                var now = exit;
                await tower.TurnAsync(exit, goesOn: _pending.Exists(p => p.Exit > now), async () =>
                {
                    foreach (var (items, batch) in buckets.Where(b => b.Batch.Count > 0))
                    {
                        using var pass = await gate.EnterAsync(cancellationToken).ConfigureAwait(false);
                        tower.Advance(batch, now, cancellationToken);
                        batch.ReleaseSpare();
                        Leave(now, batch, items, started, cancellationToken);
                    }
                }).ConfigureAwait(false);
            }

            if (_pending.Count == 0 && front < tower.FullExit)
            {
                tower.Release(front + 1);
            }
        }
        finally
        {
            buckets.ForEach(b => b.Batch.Dispose());
        }
    }
}
