using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>The inner store's search by words, over the user's records.</summary>
internal sealed class ReminisceFullText<TRecord>(
    IFullTextSearchable<Dictionary<string, object?>> inner, CollectionContext context, EarlyExitMapper<TRecord> mapper) : IFullTextSearchable<TRecord>
    where TRecord : class
{
    public IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextSearchAsync(
        string words, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        if (!context.Schema.Model.DataProperties.Any(p => p.IsFullTextIndexed))
        {
            throw new InvalidOperationException($"The records of collection '{context.Name}' have no full-text indexed property: set IsFullTextIndexed on a text property.");
        }

        var innerOptions = new VectorSearchOptions<Dictionary<string, object?>>
        {
            Filter = FilterRewriter.Filter(options?.Filter, context.Schema.Model),
            Skip = options?.Skip ?? 0,
            ScoreThreshold = options?.ScoreThreshold,
        };
        return SearchAsync(words, top, innerOptions, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync(
        string words, int top, VectorSearchOptions<Dictionary<string, object?>> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var results = context.Inner.StreamAsync("FullTextSearch", () => inner.FullTextSearchAsync(words, top, options, cancellationToken), cancellationToken);
        await foreach (var result in results.ConfigureAwait(false))
        {
            yield return new VectorSearchResult<TRecord>(mapper.FromInner(result.Record), result.Score);
        }
    }
}
