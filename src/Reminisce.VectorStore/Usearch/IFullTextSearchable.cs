using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Search by words alone, ranked by BM25; reached by <c>GetService</c>.</summary>
/// <typeparam name="TRecord">The record type.</typeparam>
/// <remarks>Thread-safe. It needs at least one property with IsFullTextIndexed.</remarks>
public interface IFullTextSearchable<TRecord>
    where TRecord : class
{
    /// <summary>Finds records that contain any of the words, the best match first.</summary>
    /// <param name="words">Words in any order; case, accents and English word endings do not matter, and nothing in them is syntax.</param>
    /// <param name="top">The most records to return; at least 1.</param>
    /// <param name="options">Filter, skip, threshold (a lower bound of the score) and vectors; the vector property is not used.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Records with their BM25 score, higher is better; none where no word is left to look for.</returns>
    /// <exception cref="InvalidOperationException">No property is full-text indexed.</exception>
    IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextSearchAsync(
        string words, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default);
}
