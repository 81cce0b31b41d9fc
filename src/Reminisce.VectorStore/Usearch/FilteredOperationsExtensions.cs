using System.Linq.Expressions;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Counting and deleting by filter on any collection that offers <see cref="IFilteredOperations{TRecord}"/>.</summary>
public static class FilteredOperationsExtensions
{
    /// <summary>Counts the records that pass a filter.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <typeparam name="TRecord">The record type.</typeparam>
    /// <param name="collection">The collection.</param>
    /// <param name="filter">The filter; null counts all.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>How many there are.</returns>
    /// <exception cref="NotSupportedException">The collection does not offer it.</exception>
    public static Task<long> CountAsync<TKey, TRecord>(
        this VectorStoreCollection<TKey, TRecord> collection, Expression<Func<TRecord, bool>>? filter = null, CancellationToken cancellationToken = default)
        where TKey : notnull
        where TRecord : class
        => Operations(collection).CountAsync(filter, cancellationToken);

    /// <summary>Deletes the records that pass a filter, all or none.</summary>
    /// <typeparam name="TKey">The key type.</typeparam>
    /// <typeparam name="TRecord">The record type.</typeparam>
    /// <param name="collection">The collection.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Cancels the deletion before it begins.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="NotSupportedException">The collection does not offer it.</exception>
    public static Task<long> DeleteAsync<TKey, TRecord>(
        this VectorStoreCollection<TKey, TRecord> collection, Expression<Func<TRecord, bool>> filter, CancellationToken cancellationToken = default)
        where TKey : notnull
        where TRecord : class
        => Operations(collection).DeleteAsync(filter, cancellationToken);

    private static IFilteredOperations<TRecord> Operations<TKey, TRecord>(VectorStoreCollection<TKey, TRecord> collection)
        where TKey : notnull
        where TRecord : class
    {
        ArgumentNullException.ThrowIfNull(collection);
        return collection.GetService(typeof(IFilteredOperations<TRecord>)) as IFilteredOperations<TRecord>
            ?? throw new NotSupportedException($"Collection '{collection.Name}' cannot count or delete by filter: use a collection of {nameof(UsearchVectorStore)}.");
    }
}
