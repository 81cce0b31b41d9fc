namespace Reminisce.VectorData;

public partial class ReminisceCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertAsync([record], cancellationToken);
    }

    /// <summary>Encodes the records in one batch and stores them in another; when one cannot be encoded, nothing is stored.</summary>
    /// <param name="records">The records; of several with one key the last counts.</param>
    /// <param name="cancellationToken">Cancels between the steps; every record is as before or as given.</param>
    /// <returns>A task that ends when the records and their activations are stored.</returns>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A record could not be encoded, which the message names, or a store failed.</exception>
    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var pending = Pending(records);
        await StoreAsync(pending, allOrNothing: true, null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Like <c>UpsertAsync</c>, but a record that cannot be encoded does not keep the others from being stored.</summary>
    /// <param name="records">The records; of several with one key the last that can be encoded counts.</param>
    /// <param name="progress">Where the number of encoded items is reported.</param>
    /// <param name="cancellationToken">Cancels between the steps.</param>
    /// <returns>One outcome per record, in the order given.</returns>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A store failed.</exception>
    public async Task<IReadOnlyList<UpsertOutcome<TKey>>> UpsertDetailedAsync(
        IEnumerable<TRecord> records, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var pending = Pending(records);
        await StoreAsync(pending, allOrNothing: false, progress, cancellationToken).ConfigureAwait(false);
        return pending.ConvertAll(r => new UpsertOutcome<TKey>(
            r.Key is TKey key ? key : default,
            r.Error is null ? r.Vectors[_context.Schema.EarlyExits[0]].Exit : null,
            r.Error is null && r.IsReused,
            r.Error));
    }

    /// <summary>Replaces the data of stored records and keeps their embeddings; content properties are not looked at and nothing is encoded.</summary>
    /// <param name="records">The records, for example as read with <c>GetAsync</c> and changed; of several with one key the last counts.</param>
    /// <param name="cancellationToken">Cancels before the records are stored.</param>
    /// <returns>The keys that have no stored record and were left alone.</returns>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The inner store failed.</exception>
    public async Task<IReadOnlyList<TKey>> UpdateDataAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var changes = new Dictionary<object, Action<Dictionary<string, object?>>>();
        foreach (var record in records)
        {
            ArgumentNullException.ThrowIfNull(record, nameof(records));
            changes[_mapper.Key(record) ?? throw new ArgumentException("A record has no key; records are updated by key.", nameof(records))] = inner => _mapper.CopyData(record, inner);
        }

        var missing = await EarlyExitWriter.UpdateAsync(_context, changes, cancellationToken).ConfigureAwait(false);
        return missing.ConvertAll(k => (TKey)k);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DeleteAsync([key], cancellationToken);
    }

    /// <inheritdoc/>
    public override async Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        await EarlyExitWriter.DeleteAsync(_context, [.. keys.Cast<object>().Distinct()], cancellationToken).ConfigureAwait(false);
    }

    private async Task StoreAsync(List<PendingRecord> records, bool allOrNothing, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        if (allOrNothing)
        {
            EarlyExitBatch.ThrowIfAnyFailed(Name, records);
        }

        var open = records.FindAll(r => r.Error is null);
        await EarlyExitBatch.AddPlainVectorsAsync(_context.Schema, open, cancellationToken).ConfigureAwait(false);
        for (var reuse = true; open.Count > 0; reuse = false)
        {
            await EarlyExitBatch.EncodeAsync(_context, open, reuse, progress, cancellationToken).ConfigureAwait(false);
            if (allOrNothing)
            {
                EarlyExitBatch.ThrowIfAnyFailed(Name, open);
            }

            open = await EarlyExitWriter.UpsertAsync(_context, open.Where(r => r.Error is null), cancellationToken).ConfigureAwait(false);
        }
    }

    private List<PendingRecord> Pending(IEnumerable<TRecord> records)
    {
        var pending = new List<PendingRecord>();
        foreach (var record in records)
        {
            ArgumentNullException.ThrowIfNull(record, nameof(records));
            var item = Keyed(pending.Count, record);
            pending.Add(item);
            foreach (var property in _context.Schema.EarlyExits)
            {
                AddContent(item, property, EarlyExitMapper<TRecord>.Content(record, property));
            }
        }

        return pending;
    }

    /// <summary>Maps key and data, generating the key where the record asks for it.</summary>
    private PendingRecord Keyed(int index, TRecord record)
    {
        var inner = _mapper.ToInner(record);
        var key = _mapper.Key(record);
        if (_context.Schema.Model.KeyProperty.IsAutoGenerated && (key is null || Equals(key, Guid.Empty)))
        {
            key = Guid.CreateVersion7(_context.Time.GetUtcNow());
            _mapper.SetKey(record, key);
        }

        var item = new PendingRecord(index, record, key ?? "", inner);
        inner[_context.Schema.KeyName] = key;
        if (key is null)
        {
            item.Error = new ArgumentException($"Record number {index + 1} has no key; set '{_context.Schema.KeyName}'.");
        }

        return item;
    }

    private static void AddContent(PendingRecord item, EarlyExitProperty property, object? value)
    {
        if (property.ContentOf(value) is not { } content)
        {
            item.Error ??= new ArgumentException(value is null
                ? $"Property '{property.Name}' is empty, so there is nothing to embed; to change data of a stored record only, use UpdateDataAsync."
                : $"Property '{property.Name}' holds a '{value.GetType().Name}' without content to embed; expected a string, a TextContent, a DataContent, or a value that its generator's {nameof(IContentConverter)} turns into one.");
            return;
        }

        if (!property.Encoder.CanEncode(content))
        {
            var kind = content is Microsoft.Extensions.AI.DataContent data ? data.MediaType : content.GetType().Name;
            item.Error ??= new NotSupportedException($"Property '{property.Name}' holds '{kind}', which no tower of the encoder '{property.Encoder.Name}' takes.");
            return;
        }

        item.Vectors.Add(property, new PendingVector(content, new EncodingStamp(property.Encoder.Fingerprint, EncodableContent.Hash(content))));
    }
}
