using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Everything the parts of one collection share.</summary>
internal sealed record CollectionContext(
    EarlyExitSchema Schema,
    InnerCollection Inner,
    ActivationCache Activations,
    CollectionState State,
    CollectionRegistry Registry,
    WriteBackQueue WriteBackQueue,
    ReminisceVectorStoreOptions Options,
    ILogger Logger)
{
    public string Name => Inner.Name;

    public TimeProvider Time => Options.TimeProvider;

    /// <summary>Gets whether the collection is still the one that was opened, and was not embedded anew or deleted meanwhile.</summary>
    public bool IsCurrent => State.Bound?.Fingerprint == Schema.Fingerprint;

    /// <summary>Stores records and makes sure that the inner store holds them: each write leaves a mark of its own in them, which is read back.</summary>
    /// <remarks>Values of data are not compared, because a store may hold a value in another form, such as a time in whole microseconds.</remarks>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The inner store failed, or lost what it acknowledged.</exception>
    public async Task StoreAsync(IReadOnlyCollection<Dictionary<string, object?>> records, CancellationToken cancellationToken)
    {
        if (!Options.VerifyWrites)
        {
            await WriteAsync(records, cancellationToken).ConfigureAwait(false);
            return;
        }

        var column = Schema.EarlyExits[0].SourceColumn;
        var mark = Guid.CreateVersion7(Time.GetUtcNow()).ToString("N")[16..];
        foreach (var record in records)
        {
            record[column] = EncodingStamp.Marked(record.GetValueOrDefault(column) as string, mark);
        }

        await WriteAsync(records, cancellationToken).ConfigureAwait(false);
        var stored = await Inner.ReadAsync([.. records.Select(r => r[Schema.KeyName]!)], includeVectors: false, cancellationToken).ConfigureAwait(false);
        ThrowIfLost("Upsert", records.Count, records.Count(r => !Equals(stored.GetValueOrDefault(r[Schema.KeyName]!)?.GetValueOrDefault(column), r[column])));
    }

    /// <summary>Deletes records and makes sure that they are gone.</summary>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The inner store failed, or still holds what it should have deleted.</exception>
    public async Task DeleteAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
    {
        await Inner.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
        if (Options.VerifyWrites)
        {
            var left = await Inner.ReadAsync(keys, includeVectors: false, cancellationToken).ConfigureAwait(false);
            ThrowIfLost("Delete", keys.Count, left.Count);
        }
    }

    /// <summary>Locks records for a change.</summary>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The collection was embedded anew or deleted while the call waited.</exception>
    public async Task<IDisposable> LockForChangeAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
    {
        var held = await State.Locks.AcquireAsync(keys, cancellationToken).ConfigureAwait(false);
        if (IsCurrent)
        {
            return new ChangeLock(State, keys, held);
        }

        held.Dispose();
        throw StoreFault.Wrap(null, Name, "Write", $"The collection '{Name}' was embedded anew or deleted while the call waited, and nothing was stored; open it again with its new encoder.");
    }

    // A search during the write may find an exit empty that is not empty any more when the write returns, or fails half-way.
    private async Task WriteAsync(IReadOnlyCollection<Dictionary<string, object?>> records, CancellationToken cancellationToken)
    {
        try
        {
            await Inner.UpsertAsync(records, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            State.NoteWritten(Schema.EarlyExits.SelectMany(p => records.Select(p.ExitOf).OfType<ExitLayer>().Distinct().Select(e => p.Columns[e])));
        }
    }

    private void ThrowIfLost(string operation, int acknowledged, int lost)
    {
        if (lost > 0)
        {
            throw StoreFault.Wrap(null, Name, operation, $"The inner vector store acknowledged '{operation}' of {acknowledged} records of collection '{Name}' but lost {lost} of them; repeat the call. A store that shows its writes late needs {nameof(ReminisceVectorStoreOptions.VerifyWrites)} off.");
        }
    }
}
