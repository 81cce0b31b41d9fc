using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>The inner store's collection as the decorator uses it: batches in, lists out, every failure with a name.</summary>
/// <remarks>Safe for concurrent calls where the inner collection is.</remarks>
internal sealed class InnerCollection(VectorStoreCollection<object, Dictionary<string, object?>> collection, string keyName)
{
    public VectorStoreCollection<object, Dictionary<string, object?>> Collection => collection;

    public string Name => collection.Name;

    /// <summary>Gets the inner store's own counting, where it has any.</summary>
    public IFilteredOperations<Dictionary<string, object?>>? Counting =>
        collection.GetService(typeof(IFilteredOperations<Dictionary<string, object?>>)) as IFilteredOperations<Dictionary<string, object?>>;

    public Task<bool> ExistsAsync(CancellationToken cancellationToken) =>
        GuardAsync("CollectionExists", () => collection.CollectionExistsAsync(cancellationToken));

    public Task CreateAsync(CancellationToken cancellationToken) =>
        GuardAsync("EnsureCollectionExists", () => collection.EnsureCollectionExistsAsync(cancellationToken));

    public Task DropAsync(CancellationToken cancellationToken) =>
        GuardAsync("EnsureCollectionDeleted", () => collection.EnsureCollectionDeletedAsync(cancellationToken));

    /// <summary>Reads records by key; keys without a record are missing.</summary>
    public Task<Dictionary<object, Dictionary<string, object?>>> ReadAsync(IReadOnlyCollection<object> keys, bool includeVectors, CancellationToken cancellationToken) =>
        GuardAsync("Get", async () =>
        {
            var found = new Dictionary<object, Dictionary<string, object?>>(keys.Count);
            if (keys.Count > 0)
            {
                var options = new RecordRetrievalOptions { IncludeVectors = includeVectors };
                await foreach (var record in collection.GetAsync((IEnumerable<object>)keys, options, cancellationToken).ConfigureAwait(false))
                {
                    found[record[keyName]!] = record;
                }
            }

            return found;
        });

    /// <summary>Tells whether some record passes a filter.</summary>
    public Task<bool> AnyAsync(Expression<Func<Dictionary<string, object?>, bool>> filter, CancellationToken cancellationToken) =>
        GuardAsync("Get", async () =>
        {
            await foreach (var _ in collection.GetAsync(filter, 1, null, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            return false;
        });

    public Task UpsertAsync(IReadOnlyCollection<Dictionary<string, object?>> records, CancellationToken cancellationToken) =>
        records.Count == 0
            ? Task.CompletedTask
            : GuardAsync("Upsert", () => collection.UpsertAsync(records, cancellationToken));

    public Task DeleteAsync(IReadOnlyCollection<object> keys, CancellationToken cancellationToken) =>
        keys.Count == 0
            ? Task.CompletedTask
            : GuardAsync("Delete", () => collection.DeleteAsync((IEnumerable<object>)keys, cancellationToken));

    public Task<List<VectorSearchResult<Dictionary<string, object?>>>> SearchAsync(
        ReadOnlyMemory<float> vector, string column, int top, Expression<Func<Dictionary<string, object?>, bool>>? filter, CancellationToken cancellationToken) =>
        GuardAsync("VectorizedSearch", async () =>
        {
            var options = new VectorSearchOptions<Dictionary<string, object?>> { Filter = filter, VectorProperty = FilterRewriter.Selector(column) };
            var found = new List<VectorSearchResult<Dictionary<string, object?>>>();
            await foreach (var result in collection.SearchAsync(vector, top, options, cancellationToken).ConfigureAwait(false))
            {
                found.Add(result);
            }

            return found;
        });

    /// <summary>Passes a stream on, naming its failures.</summary>
    public async IAsyncEnumerable<T> StreamAsync<T>(string operation, IAsyncEnumerable<T> source, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var items = source.GetAsyncEnumerator(cancellationToken);
        await using (items.ConfigureAwait(false))
        {
            while (await GuardAsync(operation, () => items.MoveNextAsync().AsTask()).ConfigureAwait(false))
            {
                yield return items.Current;
            }
        }
    }

    private Task<bool> GuardAsync(string operation, Func<Task> call) => GuardAsync(operation, async () =>
    {
        await call().ConfigureAwait(false);
        return true;
    });

    /// <summary>Makes a call, naming its failure.</summary>
    public async Task<T> GuardAsync<T>(string operation, Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (Exception error) when (StoreFault.IsForeign(error))
        {
            throw StoreFault.Wrap(error, Name, operation, $"The inner vector store failed in '{operation}' on collection '{Name}': {error.Message}");
        }
    }
}
