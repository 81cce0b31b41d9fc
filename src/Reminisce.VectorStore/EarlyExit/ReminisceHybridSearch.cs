using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Words and meaning together: the coarse-to-fine ranking and the full-text ranking, fused by reciprocal rank.</summary>
/// <remarks>Scores are sums of weight / (60 + rank); a threshold applies to them. The inner store's own hybrid search ranks within one exit only.</remarks>
internal sealed class ReminisceHybridSearch<TRecord>(
    IVectorSearchable<TRecord> vectors, IFullTextSearchable<TRecord> words, EarlyExitSchema schema, EarlyExitMapper<TRecord> mapper, double vectorWeight) : IKeywordHybridSearchable<TRecord>
    where TRecord : class
{
    private const double RankOffset = 60;
    private const int MinimumDepth = 50;

    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new HybridSearchOptions<TRecord>();
        var text = schema.Model.GetFullTextDataPropertyOrSingle(options.AdditionalProperty);
        if (options.AdditionalProperty is not null && schema.Model.DataProperties.Count(p => p.IsFullTextIndexed) > 1)
        {
            throw new NotSupportedException($"All full-text properties are searched together; a search of '{text.ModelName}' alone is not supported.");
        }

        return FuseAsync(searchValue, keywords, top, options, cancellationToken);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => vectors.GetService(serviceType, serviceKey);

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> FuseAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TInput : notnull
    {
        var depth = Math.Max(MinimumDepth, (int)Math.Min((long)top + options.Skip, int.MaxValue));
        var byKey = new Dictionary<object, (TRecord Record, double Score)>();
        var near = vectors.SearchAsync(
            searchValue, depth, new VectorSearchOptions<TRecord> { Filter = options.Filter, VectorProperty = options.VectorProperty }, cancellationToken);
        await AddAsync(near, vectorWeight, byKey, cancellationToken).ConfigureAwait(false);
        if (keywords.Count > 0)
        {
            var found = words.FullTextSearchAsync(string.Join(' ', keywords), depth, new VectorSearchOptions<TRecord> { Filter = options.Filter }, cancellationToken);
            await AddAsync(found, 1, byKey, cancellationToken).ConfigureAwait(false);
        }

        var fused = byKey.Values
            .Where(r => options.ScoreThreshold is not { } threshold || r.Score >= threshold)
            .OrderByDescending(r => r.Score)
            .Skip(options.Skip)
            .Take(top);
        foreach (var (record, score) in fused)
        {
            yield return new VectorSearchResult<TRecord>(record, score);
        }
    }

    private async Task AddAsync(
        IAsyncEnumerable<VectorSearchResult<TRecord>> ranking, double weight, Dictionary<object, (TRecord Record, double Score)> byKey, CancellationToken cancellationToken)
    {
        var rank = 0;
        await foreach (var result in ranking.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            rank++;
            var key = mapper.Key(result.Record)!;
            byKey[key] = (result.Record, byKey.GetValueOrDefault(key).Score + (weight / (RankOffset + rank)));
        }
    }
}
