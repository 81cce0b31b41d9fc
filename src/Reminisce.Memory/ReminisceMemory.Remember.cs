using Reminisce.Memory.Records;

namespace Reminisce.Memory;

public sealed partial class ReminisceMemory
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<RememberResult>> RememberAsync(IReadOnlyList<MemoryInput> inputs, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var results = new RememberResult[inputs.Count];
        var done = 0;
        foreach (var batch in RememberUnits.Batches(inputs, BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await WriteAsync(
                async () =>
                {
                    await _rememberer.RememberAsync(inputs, batch, results, cancellationToken).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            done += batch.Sum(unit => unit.Length);
            progress?.Report(done);
        }

        return results;
    }

    /// <inheritdoc/>
    Task IDropLog.NoteDropsAsync(IReadOnlyList<DroppedDuplicate> drops, CancellationToken cancellationToken) =>
        WriteAsync(
            async () =>
            {
                // What was not stored in the end stands for nothing.
                var kept = (await _index.GetAsync([.. drops.Select(d => d.KeptId).Distinct()], cancellationToken).ConfigureAwait(false)).Select(r => r.Key).ToHashSet();
                await _drops.NoteAsync([.. drops.Where(d => kept.Contains(d.KeptId))], cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
}
