using System.Diagnostics;
using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData;

/// <content>Search by vector.</content>
public partial class UsearchCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    public override IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        CheckIncludeVectors(options.IncludeVectors);
        return SearchCoreAsync(searchValue, top, options, _model.GetVectorPropertyOrSingle(options), cancellationToken);
    }

    /// <inheritdoc/>
    async Task<long> IFilteredOperations<TRecord>.CountAsync(Expression<Func<TRecord, bool>>? filter, CancellationToken cancellationToken)
    {
        const string Operation = "Count";
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var condition = Translate(filter, binding);
        return await Engine.ReadAsync(
            Name,
            Operation,
            connection =>
            {
                using var command = connection.Command($"SELECT count(*) FROM {binding.Table.Data} c WHERE {condition.Sql}");
                command.AddFilter(condition);
                return (long)command.ExecuteScalar()!;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static int Wanted(int top, int skip) => (int)Math.Min((long)top + skip, int.MaxValue);

    private async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchCoreAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord> options, VectorPropertyModel property, [EnumeratorCancellation] CancellationToken cancellationToken)
        where TInput : notnull
    {
        const string Operation = "Search";
        var query = await QueryVectorAsync(searchValue, property, cancellationToken).ConfigureAwait(false);
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var vector = binding.Vector(property);
        var filter = Translate(options.Filter, binding);
        var results = await Engine.ReadAsync(
            Name,
            Operation,
            connection =>
            {
                var ranked = Rank(connection, binding, vector, query, Wanted(top, options.Skip), filter, options, cancellationToken);
                return Results(connection, binding, ranked, vector.Measure.CountPassing(ranked, options.ScoreThreshold), top, options.Skip, options.IncludeVectors);
            },
            cancellationToken).ConfigureAwait(false);
        foreach (var result in results)
        {
            yield return result;
        }
    }

    private List<ScoredRow> Rank(
        ReaderConnection connection,
        TableBinding binding,
        BoundVector vector,
        ReadOnlyMemory<float> query,
        int count,
        SqlFilter filter,
        VectorSearchOptions<TRecord>? options,
        CancellationToken cancellationToken)
    {
        var tuned = options as UsearchSearchOptions<TRecord>;
        var plan = new SearchPlan(connection, binding.Table, vector, Engine.Indexes, cancellationToken);
        var started = StoreTelemetry.SearchDuration.Enabled ? Stopwatch.GetTimestamp() : 0;
        var rows = plan.Search(query.Span, count, filter, new SearchTuning(tuned?.Expansion, tuned?.Exact ?? false));
        if (started != 0)
        {
            StoreTelemetry.SearchDuration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new(StoreTags.Collection, Name), new(StoreTags.Plan, plan.Way));
        }

        StoreOperation.TagCurrent(StoreTags.Plan, plan.Way);
        StoreOperation.TagCurrent(StoreTags.Top, count);
        StoreOperation.TagCurrent(StoreTags.Filtered, filter.IsAll ? "no" : "yes");
        return rows;
    }

    /// <summary>Reads one page of the ranked rows that count, which are the first ones.</summary>
    private List<VectorSearchResult<TRecord>> Results(
        ReaderConnection connection, TableBinding binding, List<ScoredRow> ranked, int passing, int top, int skip, bool includeVectors)
    {
        var first = Math.Min(skip, passing);
        var count = Math.Min(top, passing - first);
        StoreOperation.TagCurrent(StoreTags.ReturnedRows, count);
        return _mapper.Read(connection, binding, CollectionsMarshal.AsSpan(ranked).Slice(first, count), includeVectors);
    }

    private static async ValueTask<ReadOnlyMemory<float>> QueryVectorAsync<TInput>(TInput value, VectorPropertyModel property, CancellationToken cancellationToken)
        where TInput : notnull
    {
        if (!VectorFormat.TryWiden(value, out var vector))
        {
            var embedding = property.EmbeddingGenerationDispatcher is not null
                ? await property.GenerateEmbeddingAsync(value, cancellationToken).ConfigureAwait(false)
                : throw (property.EmbeddingGenerator is null
                    ? new NotSupportedException(VectorDataStrings.InvalidSearchInputAndNoEmbeddingGeneratorWasConfigured(value.GetType(), UsearchConstants.SupportedVectorTypes))
                    : new InvalidOperationException(VectorDataStrings.IncompatibleEmbeddingGeneratorWasConfiguredForInputType(typeof(TInput), property.EmbeddingGenerator.GetType())));
            _ = VectorFormat.TryWiden(embedding, out vector);
        }

        VectorRule.Check(vector.Span, property.Dimensions, property.ModelName, "searchValue");
        return vector;
    }
}
