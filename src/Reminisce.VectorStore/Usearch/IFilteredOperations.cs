using System.Linq.Expressions;

namespace Reminisce.VectorData;

/// <summary>Counting and deleting by filter, which VectorData does not have; reached by <c>GetService</c>.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <remarks>Thread-safe.</remarks>
public interface IFilteredOperations<TRecord>
    where TRecord : class
{
    /// <summary>Counts the records that pass a filter.</summary>
    /// <param name="filter">The filter; null counts all.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>How many there are.</returns>
    Task<long> CountAsync(Expression<Func<TRecord, bool>>? filter = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes the records that pass a filter, all or none.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="cancellationToken">Cancels the deletion before it begins.</param>
    /// <returns>How many were deleted.</returns>
    Task<long> DeleteAsync(Expression<Func<TRecord, bool>> filter, CancellationToken cancellationToken = default);
}
