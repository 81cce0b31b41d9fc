using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>The inner store's collection as the decorator uses it: batches in, lists out, every failure with a name.</summary>
/// <remarks>Safe for concurrent calls where the inner collection is.</remarks>
internal sealed class InnerCollection(Func<string, VectorStoreCollection<object, Dictionary<string, object?>>> open, string name, string keyName, int generation = 0)
{
    private volatile Opened _opened = new(open(CollectionBinding.PhysicalName(name, generation)), generation);

    public VectorStoreCollection<object, Dictionary<string, object?>> Collection => _opened.Collection;

    /// <summary>Gets the name the user knows.</summary>
    public string Name => name;

    /// <summary>Gets the name in the inner store.</summary>
    public string PhysicalName => CollectionBinding.PhysicalName(name, _opened.Generation);

    /// <summary>Gives the same collection at another generation, beside this one.</summary>
    public InnerCollection At(int other) => new(open, name, keyName, other);

    /// <summary>Goes over to a generation.</summary>
    public void Use(int generation)
    {
        if (_opened.Generation != generation)
        {
            _opened = new Opened(open(CollectionBinding.PhysicalName(name, generation)), generation);
        }
    }

    /// <summary>Gets the inner store's own counting, where it has any.</summary>
    public IFilteredOperations<Dictionary<string, object?>>? Counting =>
        Collection.GetService(typeof(IFilteredOperations<Dictionary<string, object?>>)) as IFilteredOperations<Dictionary<string, object?>>;

    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        GuardAsync("CollectionExists", () => Collection.CollectionExistsAsync(cancellationToken), cancellationToken);

    public Task CreateAsync(CancellationToken cancellationToken) =>
        GuardAsync("EnsureCollectionExists", () => Collection.EnsureCollectionExistsAsync(cancellationToken), cancellationToken);

    public Task DropAsync(CancellationToken cancellationToken) =>
        GuardAsync("EnsureCollectionDeleted", () => Collection.EnsureCollectionDeletedAsync(cancellationToken), cancellationToken);

    /// <summary>Reads records by key; keys without a record are missing.</summary>
    public Task<Dictionary<object, Dictionary<string, object?>>> ReadAsync(IReadOnlyCollection<object> keys, bool includeVectors, CancellationToken cancellationToken) =>
        GuardAsync("Get", async () =>
        {
            var found = new Dictionary<object, Dictionary<string, object?>>(keys.Count);
            if (keys.Count > 0)
            {
                var options = new RecordRetrievalOptions { IncludeVectors = includeVectors };
                await foreach (var record in Collection.GetAsync((IEnumerable<object>)keys, options, cancellationToken).ConfigureAwait(false))
                {
                    found[record[keyName]!] = record;
                }
            }

            return found;
        }, cancellationToken);

    /// <summary>Tells whether some record passes a filter.</summary>
    public Task<bool> AnyAsync(Expression<Func<Dictionary<string, object?>, bool>> filter, CancellationToken cancellationToken) =>
        GuardAsync("Get", async () =>
        {
            await foreach (var _ in Collection.GetAsync(filter, 1, null, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            return false;
        }, cancellationToken);

    public Task UpsertAsync(IReadOnlyCollection<Dictionary<string, object?>> records, CancellationToken cancellationToken) =>
        records.Count == 0
            ? Task.CompletedTask
            : GuardAsync("Upsert", () => Collection.UpsertAsync(records, cancellationToken), cancellationToken);

    public Task DeleteAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken) =>
        keys.Count == 0
            ? Task.CompletedTask
            : GuardAsync("Delete", () => Collection.DeleteAsync((IEnumerable<object>)keys, cancellationToken), cancellationToken);

    public Task<List<VectorSearchResult<Dictionary<string, object?>>>> SearchAsync(
        ReadOnlyMemory<float> vector, string column, int top, Expression<Func<Dictionary<string, object?>, bool>>? filter, CancellationToken cancellationToken) =>
        GuardAsync("VectorizedSearch", async () =>
        {
            var options = new VectorSearchOptions<Dictionary<string, object?>> { Filter = filter, VectorProperty = FilterRewriter.Selector(column) };
            var found = new List<VectorSearchResult<Dictionary<string, object?>>>();
            await foreach (var result in Collection.SearchAsync(vector, top, options, cancellationToken).ConfigureAwait(false))
            {
                found.Add(result);
            }

            return found;
        }, cancellationToken);

    /// <summary>Reads records that pass a filter, without holding them all.</summary>
    public IAsyncEnumerable<Dictionary<string, object?>> FilterAsync(
        Expression<Func<Dictionary<string, object?>, bool>> filter, int top, FilteredRecordRetrievalOptions<Dictionary<string, object?>>? options, CancellationToken cancellationToken) =>
        StreamAsync("Get", () => Collection.GetAsync(filter, top, options, cancellationToken), cancellationToken);

    /// <summary>Opens a stream and passes it on, naming its failures.</summary>
    public IAsyncEnumerable<T> StreamAsync<T>(string operation, Func<IAsyncEnumerable<T>> open, CancellationToken cancellationToken) =>
        StoreFault.StreamAsync(_opened.Store, Name, operation, open, cancellationToken);

    /// <summary>Makes a call, naming its failure.</summary>
    public Task<T> GuardAsync<T>(string operation, Func<Task<T>> call, CancellationToken cancellationToken) =>
        StoreFault.GuardAsync(_opened.Store, Name, operation, call, cancellationToken);

    private Task<bool> GuardAsync(string operation, Func<Task> call, CancellationToken cancellationToken) => GuardAsync(
        operation,
        async () =>
        {
            await call().ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    private sealed record Opened(VectorStoreCollection<object, Dictionary<string, object?>> Collection, int Generation)
    {
        public string Store { get; } =
            StoreFault.InnerStore((Collection.GetService(typeof(VectorStoreCollectionMetadata)) as VectorStoreCollectionMetadata)?.VectorStoreSystemName);
    }
}
