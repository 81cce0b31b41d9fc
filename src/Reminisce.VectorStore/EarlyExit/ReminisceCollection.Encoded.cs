namespace Reminisce.VectorData;

public partial class ReminisceCollection<TKey, TRecord>
{
    private const int FinishBatch = 64;

    /// <summary>Reads the current embeddings of records, finished first if wanted.</summary>
    /// <remarks>Vectors of different exits cannot be compared with each other; with <paramref name="finish"/> all that can be are at full depth.</remarks>
    /// <param name="keys">The keys.</param>
    /// <param name="finish">Whether coarse items are resumed from their activations to full depth; those without one stay coarse, and no <see cref="IContentSource"/> is asked.</param>
    /// <param name="store">Whether what was finished is stored; if not, nothing is written.</param>
    /// <param name="cancellationToken">Checked between batches; what was finished stays finished.</param>
    /// <returns>The embeddings of the records that exist, without activations.</returns>
    /// <exception cref="InvalidOperationException">The record has several early-exit properties.</exception>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A store failed.</exception>
    public async Task<IReadOnlyDictionary<TKey, EncodedItem>> GetEncodedAsync(IEnumerable<TKey> keys, bool finish = false, bool store = true, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var property = _context.Schema.Single();
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var encoded = new Dictionary<TKey, EncodedItem>();
        foreach (var chunk in keys.Distinct().Cast<object>().Chunk(FinishBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReadEncodedAsync(property, chunk, finish, store, encoded, cancellationToken).ConfigureAwait(false);
        }

        return encoded;
    }

    /// <summary>Counts the records at each exit; those not at full depth are coarse.</summary>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>The exits that have records and how many.</returns>
    /// <exception cref="InvalidOperationException">The record has several early-exit properties.</exception>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The inner store failed.</exception>
    public async Task<IReadOnlyDictionary<ExitLayer, long>> CountByExitAsync(CancellationToken cancellationToken = default)
    {
        var property = _context.Schema.Single();
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var operations = FilteredOperations;
        var counts = new Dictionary<ExitLayer, long>();
        foreach (var exit in property.Columns.Keys)
        {
            var count = await operations.CountInnerAsync(FilterRewriter.Equal(property.ExitColumn, exit.Name), cancellationToken).ConfigureAwait(false);
            if (count > 0)
            {
                counts.Add(exit, count);
            }
        }

        return counts;
    }

    /// <summary>Stores records with embeddings that exist already, for example to restore or to merge memories; nothing is encoded.</summary>
    /// <param name="records">Records and their embeddings, of the same encoder; of several with one key the last counts.</param>
    /// <param name="cancellationToken">Cancels before the records are stored.</param>
    /// <returns>A task that ends when they are stored.</returns>
    /// <exception cref="ArgumentException">An embedding is of an unknown exit or has other dimensions, or its numbers are not finite.</exception>
    /// <exception cref="InvalidOperationException">The record has several early-exit properties.</exception>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A store failed.</exception>
    public async Task UpsertEncodedAsync(IReadOnlyList<KeyValuePair<TRecord, EncodedItem>> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var property = _context.Schema.Single();
        var pending = new List<PendingRecord>(records.Count);
        foreach (var (record, item) in records)
        {
            Check(property, item);
            var one = Keyed(pending.Count, record);
            one.Vectors.Add(property, new PendingVector(null, new EncodingStamp(property.Encoder.Fingerprint, EncodableContent.Hash(item.Vector))) { Item = item });
            pending.Add(one);
        }

        await BindAsync(cancellationToken).ConfigureAwait(false);
        EarlyExitBatch.ThrowIfAnyFailed(Name, pending);
        await EarlyExitBatch.AddPlainVectorsAsync(_context.Schema, pending, cancellationToken).ConfigureAwait(false);
        await EarlyExitWriter.UpsertAsync(_context, pending, cancellationToken).ConfigureAwait(false);
    }

    private static void Check(EarlyExitProperty property, EncodedItem item)
    {
        if (!property.Columns.ContainsKey(item.Exit))
        {
            throw new ArgumentException($"The embedding was made at exit '{item.Exit}', which the encoder '{property.Encoder.Name}' does not have.", nameof(item));
        }

        if (item.Vector.Length != property.Encoder.Dimensions)
        {
            throw new ArgumentException($"The embedding has {item.Vector.Length} numbers; the encoder '{property.Encoder.Name}' makes {property.Encoder.Dimensions}.", nameof(item));
        }

        foreach (var number in item.Vector.Span)
        {
            if (!float.IsFinite(number))
            {
                throw new ArgumentException("The embedding has a number that is not finite.", nameof(item));
            }
        }
    }

    private async Task ReadEncodedAsync(
        EarlyExitProperty property, object[] keys, bool finish, bool store, Dictionary<TKey, EncodedItem> encoded, CancellationToken cancellationToken)
    {
        var records = await _context.Inner.ReadAsync(keys, includeVectors: true, cancellationToken).ConfigureAwait(false);
        var coarse = new List<RefinementRequest>();
        foreach (var (key, record) in records)
        {
            if (property.ExitOf(record) is { } exit && property.VectorOf(record, exit) is { } vector)
            {
                encoded[(TKey)key] = new EncodedItem(vector, exit, null);
                if (finish && !exit.IsFull)
                {
                    coarse.Add(new RefinementRequest(key, property.StampOf(record), exit));
                }
            }
        }

        if (coarse.Count == 0)
        {
            return;
        }

        var outcomes = await Refiner.FinishAsync(_context, property, coarse, default, cancellationToken).ConfigureAwait(false);
        var upgrades = new List<Upgrade>(coarse.Count);
        for (var i = 0; i < outcomes.Length; i++)
        {
            if (outcomes[i] is { Item: { } item, Entry: { } entry })
            {
                encoded[(TKey)coarse[i].Key] = item;
                upgrades.Add(new Upgrade(coarse[i].Key, coarse[i].Stamp!.Value, item, entry));
            }
        }

        if (!store)
        {
            return;
        }

        // Asked for explicitly, so it is stored before this returns, whatever searches do.
        var mine = upgrades.FindAll(u => u.Entry.TryBeginWrite());
        if (mine.Count > 0)
        {
            await WriteBack.WriteAsync(_context, property, mine, cancellationToken).ConfigureAwait(false);
        }
    }
}
