using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

public partial class ReminisceCollection<TKey, TRecord>
{
    /// <summary>Finds the records nearest in meaning, coarse to fine.</summary>
    /// <typeparam name="TInput">string, <see cref="AIContent"/>, an own type that the property's generator converts, or a <see cref="QueryEncoding"/> made before; vectors for properties without early exits.</typeparam>
    /// <param name="searchValue">The query.</param>
    /// <param name="top">The most results, at least 1.</param>
    /// <param name="options">Options; <see cref="ReminisceSearchOptions{TRecord}"/> says more.</param>
    /// <param name="cancellationToken">Cancels the search; the store stays whole.</param>
    /// <returns>The results, best first, with calibrated scores.</returns>
    /// <exception cref="NotSupportedException">The query is of a kind that cannot be compared, or vectors were asked for.</exception>
    /// <exception cref="VectorStoreException">A store failed.</exception>
    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        RefuseVectors(options.IncludeVectors);
        var model = _context.Schema.Model.GetVectorPropertyOrSingle(options);
        return _context.Schema.EarlyExitOf(model) is { } property
            ? SearchExitsAsync(property, searchValue, top, options, cancellationToken)
            : SearchPlainAsync(model, searchValue, top, options, cancellationToken);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchExitsAsync(
        EarlyExitProperty property, object searchValue, int top, VectorSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var startedAt = _context.Time.GetTimestamp();
        var filter = FilterRewriter.Filter(options.Filter, _context.Schema.Model);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var query = searchValue as QueryEncoding ?? await property.Encoder.EncodeQueryAsync(QueryContent(property, searchValue), cancellationToken).ConfigureAwait(false);
        var queryEncoding = searchValue is QueryEncoding ? TimeSpan.Zero : _context.Time.GetElapsedTime(startedAt);

        var more = options as ReminisceSearchOptions<TRecord>;
        var plan = Plan(property, query, filter, top, options, more, startedAt);
        if (_context.Options.Calibration == CalibrationSource.Store)
        {
            plan = plan with { Query = await StoreCalibration.CorrectAsync(_context, property, query, cancellationToken).ConfigureAwait(false) };
        }

        var (results, trace) = await SpeculativeSearch.RunAsync(_context, plan, queryEncoding, cancellationToken).ConfigureAwait(false);
        more?.Trace?.Invoke(trace);
        foreach (var result in results)
        {
            yield return new VectorSearchResult<TRecord>(_mapper.FromInner(result.Record), result.Order);
        }
    }

    private RetrievalPlan Plan(
        EarlyExitProperty property,
        QueryEncoding query,
        Expression<Func<Dictionary<string, object?>, bool>>? filter,
        int top,
        VectorSearchOptions<TRecord> options,
        ReminisceSearchOptions<TRecord>? more,
        long startedAt)
    {
        var budget = more?.Budget ?? _context.Options.Budget;
        budget.Validate();
        var candidates = more?.Candidates ?? _context.Options.Candidates;
        ArgumentOutOfRangeException.ThrowIfNegative(candidates);
        if (more?.FalseAcceptRate is { } rate && rate is not (> 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(options), rate, "FalseAcceptRate is a share of searches: above 0 and below 1.");
        }

        return new RetrievalPlan(
            property,
            query,
            filter,
            more?.Towers,
            options.Skip,
            top,
            options.ScoreThreshold,
            more?.RelevanceFloor ?? false,
            more?.FalseAcceptRate,
            more?.Merge ?? RetrievalMerge.Calibrated,
            candidates,
            budget,
            startedAt);
    }

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchPlainAsync(
        VectorPropertyModel property, object searchValue, int top, VectorSearchOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var filter = FilterRewriter.Filter(options.Filter, _context.Schema.Model);
        await BindAsync(cancellationToken).ConfigureAwait(false);
        var vector = await PlainVectorAsync(property, searchValue, cancellationToken).ConfigureAwait(false);
        var inner = new VectorSearchOptions<Dictionary<string, object?>>
        {
            Filter = filter,
            Skip = options.Skip,
            ScoreThreshold = options.ScoreThreshold,
            VectorProperty = FilterRewriter.Selector(property.ModelName),
        };
        var results = _context.Inner.StreamAsync("VectorizedSearch", () => _context.Inner.Collection.SearchAsync(vector, top, inner, cancellationToken), cancellationToken);
        await foreach (var result in results.ConfigureAwait(false))
        {
            yield return new VectorSearchResult<TRecord>(_mapper.FromInner(result.Record), result.Score);
        }
    }

    private static async Task<ReadOnlyMemory<float>> PlainVectorAsync(VectorPropertyModel property, object searchValue, CancellationToken cancellationToken) => searchValue switch
    {
        ReadOnlyMemory<float> or float[] or Embedding<float> => VectorValue.Read(searchValue)!.Value,
        _ when property.EmbeddingGenerationDispatcher is not null =>
            VectorValue.Read(await property.GenerateEmbeddingAsync(searchValue, cancellationToken).ConfigureAwait(false))!.Value,
        _ => throw new NotSupportedException(VectorDataStrings.InvalidSearchInputAndNoEmbeddingGeneratorWasConfigured(
            searchValue.GetType(), "ReadOnlyMemory<float>, float[], Embedding<float>")),
    };

    private static AIContent QueryContent(EarlyExitProperty property, object searchValue) => property.ContentOf(searchValue) ?? throw new NotSupportedException(
        $"Property '{property.Name}' has one vector per exit and cannot be searched with a '{searchValue.GetType().Name}'; search with a string, an AIContent, a value that its generator converts, or a QueryEncoding made by its encoder.");
}
