namespace Reminisce.VectorData;

public partial class ReminisceCollection<TKey, TRecord>
{
    /// <summary>Measures the embeddings of records without reading them.</summary>
    /// <param name="keys">The keys.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    /// <returns>The sizes of the records that exist.</returns>
    /// <exception cref="InvalidOperationException">The record has several early-exit properties.</exception>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A store failed.</exception>
    public async Task<IReadOnlyDictionary<TKey, EncodedSize>> GetEncodedSizesAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var property = _context.Schema.Single();
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var sizes = new Dictionary<TKey, EncodedSize>();
        foreach (var chunk in keys.Distinct().Cast<object>().Chunk(FinishBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var records = await _context.Inner.ReadAsync(chunk, includeVectors: false, cancellationToken).ConfigureAwait(false);
            var names = records.Where(r => property.StampOf(r.Value) is not null)
                .ToDictionary(r => r.Key, r => _context.Activations.Key(property, r.Key, property.StampOf(r.Value)!.Value));
            var activations = await _context.Activations.GetSizesAsync(names.Values, cancellationToken).ConfigureAwait(false);
            foreach (var (key, record) in records)
            {
                var vector = property.ExitOf(record) is null ? 0 : (long)property.Encoder.Dimensions * sizeof(float);
                var activation = names.TryGetValue(key, out var name) ? activations.GetValueOrDefault(name) : 0;
                sizes[(TKey)key] = new EncodedSize(vector, activation);
            }
        }

        return sizes;
    }

    /// <summary>Removes the cached activations of records, so that they stay as coarse as they are, and their vectors if wanted.</summary>
    /// <remarks>Cannot be taken back but by storing the content again. A record without a vector keeps its data and is found by data and words alone.</remarks>
    /// <param name="keys">The keys; those without a record are passed over.</param>
    /// <param name="vectors">Whether the vectors go as well.</param>
    /// <param name="cancellationToken">Checked between batches; every record is whole before and after.</param>
    /// <returns>A task that ends when they are gone.</returns>
    /// <exception cref="InvalidOperationException">The record has several early-exit properties.</exception>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A store failed.</exception>
    public async Task ReleaseEncodedAsync(IEnumerable<TKey> keys, bool vectors = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var property = _context.Schema.Single();
        await BindAsync(cancellationToken).ConfigureAwait(false);
        foreach (var chunk in keys.Distinct().Cast<object>().Chunk(FinishBatch))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await EarlyExitWriter.ReleaseAsync(_context, property, chunk, vectors, cancellationToken).ConfigureAwait(false);
        }
    }
}
