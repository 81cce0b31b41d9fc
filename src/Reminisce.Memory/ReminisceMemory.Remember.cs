using Reminisce.Memory.Storage;

namespace Reminisce.Memory;

public sealed partial class ReminisceMemory
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<RememberResult>> RememberAsync(IReadOnlyList<MemoryInput> inputs, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var results = new RememberResult[inputs.Count];
        for (var start = 0; start < inputs.Count; start += BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (first, count) = (start, Math.Min(BatchSize, inputs.Count - start));
            await WriteAsync(() => RememberBatchAsync(inputs, first, count, results, cancellationToken), cancellationToken).ConfigureAwait(false);
            progress?.Report(start + count);
        }

        return results;
    }

    private async Task<int> RememberBatchAsync(IReadOnlyList<MemoryInput> inputs, int first, int count, RememberResult[] results, CancellationToken cancellationToken)
    {
        var prepared = new List<(int Position, MemoryRecord Record)>(count);
        for (var i = first; i < first + count; i++)
        {
            var record = _preparer.Prepare(inputs[i], out var reason);
            if (record is null)
            {
                results[i] = new RememberResult(RememberOutcome.Rejected, null, reason);
            }
            else
            {
                prepared.Add((i, record));
            }
        }

        var known = await KnownAsync(prepared.ConvertAll(p => p.Record), cancellationToken).ConfigureAwait(false);
        var fresh = new List<(int Position, MemoryRecord Record)>(prepared.Count);
        var drops = new List<DroppedDuplicate>();
        foreach (var (position, record) in prepared)
        {
            var isKnown = known.TryGetValue(SamenessOf(record), out var same);
            if ((isKnown ? same : _guard.EchoOf(record)) is { } id)
            {
                results[position] = isKnown || await IsKnownToCallerAsync(id, cancellationToken).ConfigureAwait(false)
                    ? new RememberResult(RememberOutcome.Duplicate, id, null)
                    : new RememberResult(RememberOutcome.Rejected, null, "It repeats what was recalled before; what was recalled is not stored again as new evidence.");
                drops.Add(new DroppedDuplicate(id, _clock.GetUtcNow(), record.Source, isKnown ? DropReason.SameContent : DropReason.RecalledBefore));
                continue;
            }

            known.Add(SamenessOf(record), record.Key);
            fresh.Add((position, record));
        }

        var errors = fresh.Count == 0 ? [] : await _index.AddAsync(fresh.ConvertAll(f => f.Record), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < fresh.Count; i++)
        {
            results[fresh[i].Position] = errors[i] is { } error
                ? new RememberResult(RememberOutcome.Rejected, null, error.Message)
                : new RememberResult(RememberOutcome.Stored, fresh[i].Record.Key, null);
        }

        // A repetition of something that could not be embedded within the same batch is no duplicate of anything.
        var failed = fresh.Where((_, i) => errors[i] is not null).Select(f => f.Record.Key).ToHashSet();
        for (var i = first; failed.Count > 0 && i < first + count; i++)
        {
            if (results[i] is { Outcome: RememberOutcome.Duplicate, Id: { } id } && failed.Contains(id))
            {
                results[i] = new RememberResult(RememberOutcome.Rejected, null, results[fresh.Find(f => f.Record.Key == id).Position].Reason);
            }
        }

        await _drops.NoteAsync([.. drops.Where(d => !failed.Contains(d.KeptId))], cancellationToken).ConfigureAwait(false);
        return fresh.Count;
    }

    /// <summary>An agent is not told the id of a memory that it may not read.</summary>
    private async Task<bool> IsKnownToCallerAsync(Guid id, CancellationToken cancellationToken) =>
        _access is null || (await _access.GetAsync([id], cancellationToken).ConfigureAwait(false)).Count > 0;

    /// <summary>Finds what is stored already: the same content of the same time, scope and trust, whatever its source.</summary>
    private async Task<Dictionary<(string Content, long Time, MemoryScope Scope, int Trust), Guid>> KnownAsync(List<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var known = new Dictionary<(string Content, long Time, MemoryScope Scope, int Trust), Guid>();
        if (records.Count == 0)
        {
            return known;
        }

        var hashes = records.Select(r => r.ContentHash).Distinct().ToArray();
        foreach (var record in await _index.WhereAsync(r => hashes.Contains(r.ContentHash), int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false))
        {
            known.TryAdd(SamenessOf(record), record.Key);
        }

        return known;
    }

    private static (string Content, long Time, MemoryScope Scope, int Trust) SamenessOf(MemoryRecord record) =>
        (record.ContentHash, record.OccurredAt, MemoryMapper.ScopeOf(record), record.Trust);
}
