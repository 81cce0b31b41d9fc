using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace PostgresBackend;

/// <content>Search by vector, by words, and by both.</content>
internal sealed partial class PostgresCollection<TKey, TRecord>
{
    // Each side contributes this many times the wanted records, so that one good on both sides is not cut off.
    private const int FusionOversampling = 4;
    private const int FusionMinimum = 100;
    private const int RankOffset = 60;

    public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        var properties = Properties(options.IncludeVectors);
        var property = model.GetVectorPropertyOrSingle(options);
        var parameters = new PostgresParameters();
        var near = Near(property, parameters.Add(await QueryAsync(searchValue, property, cancellationToken).ConfigureAwait(false)));
        var where = $"{Column(property)} IS NOT NULL AND {PostgresFilter.Translate(options.Filter, model, parameters)}";
        var threshold = options.ScoreThreshold is { } limit ? $" AND {near.Score} {(near.HigherIsBetter ? ">=" : "<=")} {Number(limit)}" : "";
        var sql = $"SELECT {Columns(properties)}, {near.Score} FROM {_table} WHERE {where}{threshold} ORDER BY {near.Order}, {_key} LIMIT {top} OFFSET {options.Skip}";
        foreach (var result in await ResultsAsync("Search", sql, parameters, properties, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    public async IAsyncEnumerable<VectorSearchResult<TRecord>> FullTextSearchAsync(
        string words, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        var properties = Properties(options.IncludeVectors);
        var parameters = new PostgresParameters();
        var worded = Worded(FullText(null), [words], parameters);
        var where = $"{worded.Match} AND {PostgresFilter.Translate(options.Filter, model, parameters)}";
        var threshold = options.ScoreThreshold is { } limit ? $" AND {worded.Score} >= {Number(limit)}" : "";
        var sql = $"SELECT {Columns(properties)}, {worded.Score}::float8 FROM {_table} WHERE {where}{threshold} ORDER BY {worded.Score} DESC, {_key} LIMIT {top} OFFSET {options.Skip}";
        foreach (var result in await ResultsAsync("FullTextSearch", sql, parameters, properties, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    /// <summary>Ranks by vector and by words and fuses the two rankings by reciprocal rank, in one statement.</summary>
    public async IAsyncEnumerable<VectorSearchResult<TRecord>> HybridSearchAsync<TInput>(
        TInput searchValue, ICollection<string> keywords, int top, HybridSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        where TInput : notnull
    {
        ArgumentNullException.ThrowIfNull(searchValue);
        ArgumentNullException.ThrowIfNull(keywords);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new HybridSearchOptions<TRecord>();
        var properties = Properties(options.IncludeVectors);
        var property = model.GetVectorPropertyOrSingle(new VectorSearchOptions<TRecord> { VectorProperty = options.VectorProperty });
        var fullText = FullText(options.AdditionalProperty is null ? null : model.GetFullTextDataPropertyOrSingle(options.AdditionalProperty));
        var parameters = new PostgresParameters();
        var near = Near(property, parameters.Add(await QueryAsync(searchValue, property, cancellationToken).ConfigureAwait(false)));
        var worded = Worded(fullText, keywords, parameters);
        var where = PostgresFilter.Translate(options.Filter, model, parameters);
        var depth = Math.Max(((long)top + options.Skip) * FusionOversampling, FusionMinimum);
        var sql = $"""
            WITH near AS (SELECT {_key} AS id, row_number() OVER (ORDER BY {near.Order}, {_key}) AS place FROM {_table} WHERE {Column(property)} IS NOT NULL AND {where} ORDER BY {near.Order}, {_key} LIMIT {depth}),
            worded AS (SELECT {_key} AS id, row_number() OVER (ORDER BY {worded.Score} DESC, {_key}) AS place FROM {_table} WHERE {worded.Match} AND {where} ORDER BY {worded.Score} DESC, {_key} LIMIT {depth}),
            fused AS (SELECT id, sum(1 / ({RankOffset} + place)::float8) AS score FROM (SELECT * FROM near UNION ALL SELECT * FROM worded) AS ranked GROUP BY id)
            SELECT {string.Join(", ", properties.Select(p => "found." + Column(p)))}, fused.score FROM fused JOIN {_table} AS found ON found.{_key} = fused.id
            {(options.ScoreThreshold is { } least ? $"WHERE fused.score >= {Number(least)}" : "")} ORDER BY fused.score DESC, fused.id LIMIT {top} OFFSET {options.Skip}
            """;
        foreach (var result in await ResultsAsync("HybridSearch", sql, parameters, properties, cancellationToken).ConfigureAwait(false))
        {
            yield return result;
        }
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Gives score and order of a search; an index serves the raw distance only.</summary>
    private static (string Score, string Order, bool HigherIsBetter) Near(VectorPropertyModel property, string query)
    {
        var distance = PostgresDistance.Of(property);
        var raw = distance.Raw(Column(property), query);
        var score = distance.Score(raw);
        return (score, property.IndexKind == IndexKind.Hnsw ? raw : $"{score}{(distance.HigherIsBetter ? " DESC" : "")}", distance.HigherIsBetter);
    }

    /// <summary>Gives match and score of any of the words; without a word nothing matches.</summary>
    private static (string Match, string Score) Worded(List<DataPropertyModel> properties, IEnumerable<string> words, PostgresParameters parameters)
    {
        if (PostgresText.Query(words) is not { } text)
        {
            return ("false", "0::real");
        }

        var query = $"to_tsquery('simple'::regconfig, {parameters.Add(text, PostgresTypes.Of(typeof(string)))})";
        return ($"({string.Join(" OR ", properties.Select(p => $"{Words(p)} @@ {query}"))})", $"ts_rank({string.Join(" || ", properties.Select(Words))}, {query})");
    }

    private List<DataPropertyModel> FullText(DataPropertyModel? only)
    {
        List<DataPropertyModel> properties = only is null ? [.. model.DataProperties.Where(p => p.IsFullTextIndexed)] : [only];
        return properties.Count > 0 ? properties : throw new InvalidOperationException($"Collection '{name}' has no full-text indexed property: set IsFullTextIndexed on a text property.");
    }

    private static async ValueTask<ReadOnlyMemory<float>> QueryAsync<TInput>(TInput value, VectorPropertyModel property, CancellationToken cancellationToken)
        where TInput : notnull
    {
        object vector = PostgresVectors.Read(value) is not null ? value
            : property.EmbeddingGenerationDispatcher is not null ? await property.GenerateEmbeddingAsync(value, cancellationToken).ConfigureAwait(false)
            : throw (property.EmbeddingGenerator is null
                ? new NotSupportedException(VectorDataStrings.InvalidSearchInputAndNoEmbeddingGeneratorWasConfigured(typeof(TInput), PostgresVectors.Supported))
                : new InvalidOperationException(VectorDataStrings.IncompatibleEmbeddingGeneratorWasConfiguredForInputType(typeof(TInput), property.EmbeddingGenerator.GetType())));
        return PostgresVectors.Checked(vector, property, "searchValue", anyForm: true);
    }

    private Task<List<VectorSearchResult<TRecord>>> ResultsAsync(string operation, string sql, PostgresParameters parameters, List<PropertyModel> properties, CancellationToken cancellationToken) =>
        RunAsync(operation, sql, parameters, row => new VectorSearchResult<TRecord>(Record(row, properties), row.GetDouble(properties.Count)), cancellationToken);
}
