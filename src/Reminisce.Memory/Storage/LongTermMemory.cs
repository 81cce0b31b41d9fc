using System.Linq.Expressions;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData;

namespace Reminisce.Memory.Storage;

/// <summary>The last stage: everything that is remembered, in collections of a coarse-to-fine vector store.</summary>
/// <remarks>Safe for concurrent calls. Owns neither store nor encoder. The collections are made on the first call.</remarks>
internal sealed class LongTermMemory : IMemoryIndex
{
    /// <summary>A recall meanwhile waits for the encoder until so many are finished, and for those of them that it needs itself.</summary>
    private const int FinishedTogether = 8;

    private readonly ReminisceVectorStore _store;
    private readonly IEarlyExitEncoder _encoder;
    private readonly ReminisceCollection<Guid, MemoryRecord> _memories;
    private readonly VectorStoreCollection<Guid, SweepEntry> _journal;
    private readonly VectorStoreCollection<Guid, ThumbnailRecord> _thumbnails;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile bool _isOpen;

    public LongTermMemory(ReminisceVectorStore store, IEarlyExitEncoder encoder)
    {
        _store = store;
        _encoder = encoder;
        _memories = MemorySchema.OpenMemories(store, encoder);
        _journal = store.GetCollection<Guid, SweepEntry>(MemorySchema.JournalCollection, MemorySchema.Journal());
        _thumbnails = store.GetCollection<Guid, ThumbnailRecord>(MemorySchema.ThumbnailCollection, MemorySchema.Thumbnails());
    }

    /// <inheritdoc/>
    public bool CanEncode(AIContent content) => _encoder.CanEncode(content);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<Exception?>> AddAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var outcomes = await _memories.UpsertDetailedAsync(records, progress: null, cancellationToken).ConfigureAwait(false);
        return [.. outcomes.Select(o => o.Error)];
    }

    /// <inheritdoc/>
    public async Task UpdateAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var missing = await _memories.UpdateDataAsync(records, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            throw new VectorStoreException($"{missing.Count} of {records.Count} memories to change are no longer stored, '{missing[0]}' among them; read them again.")
            {
                CollectionName = MemorySchema.MemoryCollection,
                OperationName = "UpdateData",
            };
        }
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _thumbnails.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
        await _memories.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemoryRecord>> GetAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await ListAsync(_memories.GetAsync(keys.Distinct(), cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemoryRecord>> WhereAsync(Expression<Func<MemoryRecord, bool>> filter, int top, bool newestFirst, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var options = new FilteredRecordRetrievalOptions<MemoryRecord>
        {
            OrderBy = o => newestFirst ? o.Descending(r => r.OccurredAt).Ascending(r => r.Key) : o.Ascending(r => r.OccurredAt).Ascending(r => r.Key),
        };
        return await ListAsync(_memories.GetAsync(filter, top, options, cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MeaningHit>> SearchMeaningAsync(AIContent query, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var encoded = await _encoder.EncodeQueryAsync(query, cancellationToken).ConfigureAwait(false);
        RetrievalTrace? trace = null;
        var options = new ReminisceSearchOptions<MemoryRecord> { Filter = filter, Trace = t => trace = t };
        var near = await ListAsync(_memories.SearchAsync(encoded, top, options, cancellationToken)).ConfigureAwait(false);
        return [.. near.Select((hit, i) => new MeaningHit(hit.Record, hit.Score ?? 0, IsAboveFloor(trace!, trace!.Results[i])))];
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<WordHit>> SearchWordAsync(string forms, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (_memories.GetService(typeof(IFullTextSearchable<MemoryRecord>)) is not IFullTextSearchable<MemoryRecord> words)
        {
            throw new NotSupportedException("The inner vector store has no full-text search, which the memory needs; use UsearchVectorStore.");
        }

        var hits = new List<WordHit>();
        var options = new VectorSearchOptions<MemoryRecord> { Filter = filter };
        await foreach (var hit in words.FullTextSearchAsync(forms, top, options, cancellationToken).ConfigureAwait(false))
        {
            hits.Add(new WordHit(hit.Record, hit.Score ?? 0));
        }

        return hits;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Guid, SpaceVector>> GetVectorsAsync(IReadOnlyCollection<Guid> keys, bool finish, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var vectors = new Dictionary<Guid, SpaceVector>(keys.Count);
        foreach (var some in finish ? keys.Chunk(FinishedTogether) : [[.. keys]])
        {
            foreach (var (key, item) in await _memories.GetEncodedAsync(some, finish, store: false, cancellationToken).ConfigureAwait(false))
            {
                vectors[key] = new SpaceVector(item.Exit.Name, item.Vector, item.Exit.IsFull);
            }
        }

        return vectors;
    }

    /// <inheritdoc/>
    public ScoreCalibration GetCalibration(string space) => _encoder.Exits.FirstOrDefault(e => e.Name == space) is { } exit ? _encoder.GetCalibration(exit) : ScoreCalibration.Identity;

    /// <inheritdoc/>
    public async Task<IReadOnlyDictionary<Guid, EncodedSize>> GetSizesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await _memories.GetEncodedSizesAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task ReleaseAsync(IReadOnlyCollection<Guid> keys, bool vectors, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        if (vectors)
        {
            await _thumbnails.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
        }

        await _memories.ReleaseEncodedAsync(keys, vectors, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task PutThumbnailsAsync(IReadOnlyList<ThumbnailRecord> thumbnails, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _thumbnails.UpsertAsync(thumbnails, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ThumbnailRecord>> GetThumbnailsAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return [];
        }

        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await ListAsync(_thumbnails.GetAsync(keys.Distinct(), cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task PutEntriesAsync(IReadOnlyList<SweepEntry> entries, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        await _journal.UpsertAsync(entries, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweepEntry>> GetEntriesAsync(Expression<Func<SweepEntry, bool>> filter, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        return await ListAsync(_journal.GetAsync(filter, int.MaxValue, cancellationToken: cancellationToken)).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task DeleteEntriesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        if (keys.Count > 0)
        {
            await OpenAsync(cancellationToken).ConfigureAwait(false);
            await _journal.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public async Task<StoreCost> GetCostAsync(CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var records = await WhereAsync(static r => r.OccurredAt >= 0, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var encoded = await _memories.GetEncodedAsync(records.Select(r => r.Key), cancellationToken: cancellationToken).ConfigureAwait(false);
        var vectors = encoded.Values.Sum(e => (long)e.Vector.Length * sizeof(float));
        var activations = _store.GetService(typeof(IActivationStore)) is IActivationStore cache ? await cache.GetSizeAsync(cancellationToken).ConfigureAwait(false) : 0;
        var files = _store.GetService(typeof(UsearchVectorStore)) is UsearchVectorStore local ? await local.GetStatisticsAsync(cancellationToken).ConfigureAwait(false) : null;
        return new StoreCost(
            encoded.Values.Count(e => !e.Exit.IsFull),
            vectors + (files?.IndexBytes ?? 0),
            activations,
            (files?.TotalBytes ?? vectors) + activations);
    }

    /// <inheritdoc/>
    public string EncoderFingerprint => _encoder.Fingerprint;

    /// <inheritdoc/>
    public bool CanRestore(string space, int length) => length == _encoder.Dimensions && _encoder.Exits.Any(e => e.Name == space);

    /// <inheritdoc/>
    public async Task RestoreAsync(IReadOnlyList<KeyValuePair<MemoryRecord, SpaceVector>> records, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        var items = records.Select(r => KeyValuePair.Create(r.Key, new EncodedItem(r.Value.Vector, _encoder.Exits.First(e => e.Name == r.Value.Space), null)));
        await _memories.UpsertEncodedAsync([.. items], cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public bool CanScrub =>
        _store.GetService(typeof(UsearchVectorStore)) is UsearchVectorStore && _store.GetService(typeof(IActivationStore)) is (null or SqliteActivationStore);

    /// <inheritdoc/>
    public async Task<UsearchScrubReceipt> ScrubAsync(CancellationToken cancellationToken)
    {
        if (!CanScrub)
        {
            throw new NotSupportedException("Only a UsearchVectorStore with a SqliteActivationStore can be scrubbed.");
        }

        await OpenAsync(cancellationToken).ConfigureAwait(false);

        // What recalls have still to write is written first, so that the receipt holds when this returns.
        await _store.FlushAsync(cancellationToken).ConfigureAwait(false);
        if (_store.GetService(typeof(IActivationStore)) is SqliteActivationStore activations)
        {
            await activations.ScrubAsync(cancellationToken).ConfigureAwait(false);
        }

        return await ((UsearchVectorStore)_store.GetService(typeof(UsearchVectorStore))!).ScrubAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _memories.Dispose();
        _journal.Dispose();
        _thumbnails.Dispose();
        _opening.Dispose();
        return ValueTask.CompletedTask;
    }

    // What was not finished is judged where it was found: its other score is what finishing is expected to give.
    private static bool IsAboveFloor(RetrievalTrace trace, RetrievedTrace hit)
    {
        var (exit, score) = hit.State is RefinementState.Full or RefinementState.Refined ? (hit.Exit, hit.Score) : (hit.CoarseExit, hit.CoarseScore);
        var calibration = trace.Filter.Exits.First(e => e.Exit == exit).Calibration;
        return score >= calibration.Normalize(calibration.Floor);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_isOpen)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isOpen)
            {
                await _memories.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
                await _journal.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
                await _thumbnails.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
                _isOpen = true;
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    private static async Task<List<T>> ListAsync<T>(IAsyncEnumerable<T> source)
    {
        var list = new List<T>();
        await foreach (var item in source.ConfigureAwait(false))
        {
            list.Add(item);
        }

        return list;
    }
}
