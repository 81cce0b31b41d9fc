using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>A collection whose full-text indexed data can be searched by words alone.</summary>
/// <remarks>Safe for concurrent calls. Reached through <c>GetService</c> of a collection.</remarks>
/// <typeparam name="TRecord">The type of the record.</typeparam>
public interface IFullTextSearchable<TRecord>
    where TRecord : class
{
    /// <summary>Finds the records whose text holds the words, best match first.</summary>
    /// <param name="words">What to look for, as a person types it; nothing in it is read as query syntax.</param>
    /// <param name="top">The most results, at least 1.</param>
    /// <param name="options">Filter, Skip and ScoreThreshold are honoured.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The results, with higher scores for better matches.</returns>
    IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextSearchAsync(string words, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default);
}
