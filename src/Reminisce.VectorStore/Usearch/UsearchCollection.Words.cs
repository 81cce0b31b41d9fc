using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <content>Search by words, and by words and vector together.</content>
public partial class UsearchCollection<TKey, TRecord>
{
    // Each side contributes this many times the wanted records, so that one good on both sides is not cut off.
    private const int FusionOversampling = 4;
    private const int FusionMinimum = 100;

    /// <inheritdoc/>
    public IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextSearchAsync(
        string words, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        CheckIncludeVectors(options.IncludeVectors);
        return FullTextCoreAsync(words, top, options, cancellationToken);
    }

    /// <summary>Ranks by vector and by words, and fuses the two rankings by reciprocal rank.</summary>
    /// <inheritdoc/>
    /// <remarks>
    /// Without <see cref="HybridSearchOptions{TRecord}.AdditionalProperty"/> all full-text properties are searched. Scores
    /// are fused ranks, at most 2/61; <see cref="HybridSearchOptions{TRecord}.ScoreThreshold"/> is a lower bound of them.
    /// </remarks>
    public IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new HybridSearchOptions<TRecord>();
        CheckIncludeVectors(options.IncludeVectors);
        return HybridCoreAsync(searchValue, keywords, top, options, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextCoreAsync(
        string words, int top, VectorSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Operation = "FullTextSearch";
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        if (FullTextQuery.Write(FullTextQuery.Split(words), FullTextColumns(binding, null)) is not { } query)
        {
            yield break;
        }

        var filter = Translate(options.Filter, binding);
        var results = await Engine.ReadAsync(
            Name,
            Operation,
            connection =>
            {
                var ranked = FullTextScan.Search(connection, binding.Table, query, Wanted(top, options.Skip), filter);
                return Results(connection, binding, ranked, Passing(ranked, options.ScoreThreshold), top, options.Skip, options.IncludeVectors);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var result in results)
        {
            yield return result;
        }
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> HybridCoreAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TInput : notnull
    {
        const string Operation = "HybridSearch";
        var property = _model.GetVectorPropertyOrSingle(new VectorSearchOptions<TRecord> { VectorProperty = options.VectorProperty });
        var vectorQuery = await QueryVectorAsync(searchValue, property, cancellationToken).ConfigureAwait(false);
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var wordQuery = FullTextQuery.Write(keywords, FullTextColumns(binding, options.AdditionalProperty));
        var filter = Translate(options.Filter, binding);
        var depth = (int)Math.Min(Math.Max((long)Wanted(top, options.Skip) * FusionOversampling, FusionMinimum), int.MaxValue);
        var results = await Engine.ReadAsync(
            Name,
            Operation,
            connection =>
            {
                var near = Rank(connection, binding, binding.Vector(property), vectorQuery, depth, filter, null, cancellationToken);
                var worded = wordQuery is null ? [] : FullTextScan.Search(connection, binding.Table, wordQuery, depth, filter);
                var fused = RankFusion.Fuse(near, worded);
                return Results(connection, binding, fused, Passing(fused, options.ScoreThreshold), top, options.Skip, options.IncludeVectors);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var result in results)
        {
            yield return result;
        }
    }

    private static int Passing(List<ScoredRow> ranked, double? threshold)
        => threshold is { } least ? ranked.TakeWhile(row => row.Score >= least).Count() : ranked.Count;

    private List<string> FullTextColumns(TableBinding binding, Expression<Func<TRecord, object?>>? property)
    {
        var properties = property is null
            ? _model.DataProperties.Where(data => data.IsFullTextIndexed)
            : [_model.GetFullTextDataPropertyOrSingle(property)];
        var columns = properties.Select(data => binding.Column(data).Column).ToList();
        return columns.Count == 0
            ? throw new InvalidOperationException($"'{typeof(TRecord).Name}' has no full-text indexed property: set IsFullTextIndexed on a text property.")
            : columns.TrueForAll(column => column.FullText)
                ? columns.ConvertAll(column => column.Sql)
                : throw new InvalidOperationException($"Collection '{Name}' was stored without this full-text index: call EnsureCollectionExistsAsync to add it.");
    }
}
