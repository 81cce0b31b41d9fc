using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>A collection of the inner store without early exits, which refuses a stored collection that has them.</summary>
/// <remarks>Safe for concurrent calls where the inner collection is. <see cref="GetService"/> reaches the inner collection itself.</remarks>
internal sealed class PassThroughCollection<TKey, TRecord>(
    string name, VectorStoreCollection<TKey, TRecord> inner, Func<string, string, CancellationToken, Task<bool>> exists, CollectionRegistry registry, CollectionState state) : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private volatile bool _isChecked;

    public override string Name => inner.Name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => inner.CollectionExistsAsync(cancellationToken);

    public override async Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await inner.EnsureCollectionExistsAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await inner.EnsureCollectionDeletedAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        return await inner.GetAsync(key, options, cancellationToken).ConfigureAwait(false);
    }

    public override IAsyncEnumerable<TRecord> GetAsync(IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default) =>
        Checked(inner.GetAsync(keys, options, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, CancellationToken cancellationToken = default) =>
        Checked(inner.GetAsync(filter, top, options, cancellationToken), cancellationToken);

    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default) =>
        Checked(inner.SearchAsync(searchValue, top, options, cancellationToken), cancellationToken);

    public override async Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await inner.UpsertAsync(record, cancellationToken).ConfigureAwait(false);
    }

    public override async Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await inner.UpsertAsync(records, cancellationToken).ConfigureAwait(false);
    }

    public override async Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await inner.DeleteAsync(key, cancellationToken).ConfigureAwait(false);
    }

    public override async Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await inner.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => inner.GetService(serviceType, serviceKey);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private async IAsyncEnumerable<T> Checked<T>(IAsyncEnumerable<T> source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await CheckAsync(cancellationToken).ConfigureAwait(false);
        await foreach (var item in source.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            yield return item;
        }
    }

    /// <summary>Looks once at what the stored collection is; one that this store opens with early exits later is known without looking.</summary>
    private async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        var bound = state.Bound;
        if (bound is null && !_isChecked)
        {
            // A row alone means nothing: it is written before the collection is made.
            bound = await registry.FindAsync(name, cancellationToken).ConfigureAwait(false);
            if (bound is not null && !await exists(name, CollectionBinding.PhysicalName(name, bound.Generation), cancellationToken).ConfigureAwait(false))
            {
                bound = null;
            }
        }

        if (bound is not null)
        {
            throw StoreFault.Wrap(
                null,
                name,
                "OpenCollection",
                $"The collection '{name}' has vectors per exit, made with the encoder pack '{bound.Fingerprint}', but is opened without an early-exit encoder; vectors of the two cannot be compared. Open it with that encoder, or delete it with the store's {nameof(VectorStore.EnsureCollectionDeletedAsync)}.");
        }

        _isChecked = true;
    }
}
