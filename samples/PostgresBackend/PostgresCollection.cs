using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Npgsql;

namespace PostgresBackend;

/// <summary>A table as a collection.</summary>
/// <typeparam name="TKey">The type of the key.</typeparam>
/// <typeparam name="TRecord">The type of the record.</typeparam>
internal sealed class PostgresCollection<TKey, TRecord>(NpgsqlDataSource source, string name, CollectionModel model) : VectorStoreCollection<TKey, TRecord>
    where TKey : notnull
    where TRecord : class
{
    private readonly string _table = PostgresCall.Quoted(name);
    private readonly string _key = Column(model.KeyProperty);

    public override string Name => name;

    public override Task<bool> CollectionExistsAsync(CancellationToken cancellationToken = default) => new PostgresVectorStore(source).CollectionExistsAsync(name, cancellationToken);

    public override async Task EnsureCollectionExistsAsync(CancellationToken cancellationToken = default)
    {
        var columns = model.Properties.Select(p => $"{Column(p)} {PostgresTypes.Column(p)}{(p is KeyPropertyModel ? " PRIMARY KEY" : "")}");
        await PostgresCall.RunAsync(source, $"CREATE TABLE IF NOT EXISTS {_table} ({string.Join(", ", columns)})", "EnsureCollectionExists", cancellationToken).ConfigureAwait(false);
        foreach (var property in model.DataProperties.Where(p => p.IsIndexed))
        {
            await PostgresCall.RunAsync(source, $"CREATE INDEX IF NOT EXISTS {PostgresCall.Quoted($"{name} {property.StorageName}")} ON {_table} ({Column(property)})", "EnsureCollectionExists", cancellationToken).ConfigureAwait(false);
        }

        foreach (var property in model.VectorProperties.Where(p => p.IndexKind == IndexKind.Hnsw))
        {
            await PostgresCall.RunAsync(source, $"CREATE INDEX IF NOT EXISTS {PostgresCall.Quoted($"{name} {property.StorageName}")} ON {_table} USING hnsw ({Column(property)} vector_cosine_ops)", "EnsureCollectionExists", cancellationToken).ConfigureAwait(false);
        }
    }

    public override Task EnsureCollectionDeletedAsync(CancellationToken cancellationToken = default) => new PostgresVectorStore(source).EnsureCollectionDeletedAsync(name, cancellationToken);

    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        await foreach (var record in GetAsync([key], options, cancellationToken).ConfigureAwait(false))
        {
            return record;
        }

        return null;
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var properties = Properties(options?.IncludeVectors ?? false);
        var command = new NpgsqlCommand($"SELECT {Columns(properties)} FROM {_table} WHERE {_key} = ANY($1)") { Parameters = { Keys(keys) } };
        foreach (var record in await PostgresCall.ReadAsync(source, command, row => Record(row, properties), "Get", cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var (where, parameters) = PostgresFilter.Translate(filter, model, []);
        var properties = Properties(options?.IncludeVectors ?? false);
        var sorts = (options?.OrderBy?.Invoke(new()).Values ?? []).Select(s => $"{Column(model.GetDataOrKeyProperty(s.PropertySelector))} {(s.Ascending ? "ASC" : "DESC")}").ToList();
        var order = sorts.Count > 0 ? $" ORDER BY {string.Join(", ", sorts)}" : "";
        var command = new NpgsqlCommand($"SELECT {Columns(properties)} FROM {_table} WHERE {where}{order} LIMIT {top} OFFSET {options?.Skip ?? 0}");
        parameters.ForEach(p => command.Parameters.Add(p));
        foreach (var record in await PostgresCall.ReadAsync(source, command, row => Record(row, properties), "Get", cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default) => UpsertAsync([record], cancellationToken);

    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        var others = model.Properties.Where(p => p is not KeyPropertyModel).Select(p => $"{Column(p)} = excluded.{Column(p)}").ToList();
        var values = string.Join(", ", model.Properties.Select((_, i) => $"${i + 1}"));
        var action = others.Count > 0 ? $"UPDATE SET {string.Join(", ", others)}" : "NOTHING";
        var sql = $"INSERT INTO {_table} ({Columns(model.Properties)}) VALUES ({values}) ON CONFLICT ({_key}) DO {action}";
        return PostgresCall.RunAsync(
            source,
            records.Select(record =>
            {
                var command = new NpgsqlBatchCommand(sql);
                foreach (var property in model.Properties)
                {
                    command.Parameters.Add(new NpgsqlParameter { Value = PostgresTypes.ToPostgres(property.GetValueAsObject(record)) });
                }

                return command;
            }).ToList(),
            "Upsert",
            cancellationToken);
    }

    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default) => DeleteAsync([key], cancellationToken);

    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default) => PostgresCall.RunAsync(
        source, [new NpgsqlBatchCommand($"DELETE FROM {_table} WHERE {_key} = ANY($1)") { Parameters = { Keys(keys) } }], "Delete", cancellationToken);

    public override async IAsyncEnumerable<VectorSearchResult<TRecord>> SearchAsync<TInput>(
        TInput searchValue, int top, VectorSearchOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new VectorSearchOptions<TRecord>();
        var vector = model.GetVectorPropertyOrSingle(options);
        if (vector.DistanceFunction is not (null or DistanceFunction.CosineSimilarity))
        {
            throw new NotSupportedException($"'{vector.ModelName}' asks for '{vector.DistanceFunction}'; this sample knows CosineSimilarity.");
        }

        object query = searchValue is ReadOnlyMemory<float> or float[] or Embedding<float>
            ? PostgresTypes.ToPostgres(searchValue)
            : throw new NotSupportedException($"Search with a vector of float, not with a {typeof(TInput).Name}.");
        var (where, parameters) = PostgresFilter.Translate(options.Filter, model, [new NpgsqlParameter { Value = query }]);
        var properties = Properties(options.IncludeVectors);
        var distance = $"({Column(vector)} <=> $1)";
        var threshold = options.ScoreThreshold is { } least ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $" AND 1 - {distance} >= {least:R}") : "";
        var command = new NpgsqlCommand(
            $"SELECT {Columns(properties)}, 1 - {distance} FROM {_table} WHERE {Column(vector)} IS NOT NULL AND {where}{threshold} ORDER BY {distance} LIMIT {top} OFFSET {options.Skip}");
        parameters.ForEach(p => command.Parameters.Add(p));
        var found = await PostgresCall.ReadAsync(
            source, command, row => new VectorSearchResult<TRecord>(Record(row, properties), row.GetDouble(properties.Count)), "VectorizedSearch", cancellationToken).ConfigureAwait(false);
        foreach (var result in found)
        {
            yield return result;
        }
    }

    public override object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    private static string Column(PropertyModel property) => PostgresCall.Quoted(property.StorageName);

    private static string Columns(IEnumerable<PropertyModel> properties) => string.Join(", ", properties.Select(Column));

    private NpgsqlParameter Keys(IEnumerable<TKey> keys)
    {
        var given = keys.Cast<object>().ToArray();
        var typed = Array.CreateInstance(model.KeyProperty.Type, given.Length);
        for (var i = 0; i < given.Length; i++)
        {
            typed.SetValue(given[i], i);
        }

        return new NpgsqlParameter { Value = typed };
    }

    private List<PropertyModel> Properties(bool vectors) => [.. model.Properties.Where(p => vectors || p is not VectorPropertyModel)];

    private TRecord Record(NpgsqlDataReader row, List<PropertyModel> properties)
    {
        var record = model.CreateRecord<TRecord>();
        for (var i = 0; i < properties.Count; i++)
        {
            properties[i].SetValueAsObject(record, PostgresTypes.FromPostgres(row.GetValue(i), properties[i].Type));
        }

        return record;
    }
}
