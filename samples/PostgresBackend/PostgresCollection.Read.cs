using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.VectorData;
using Microsoft.Extensions.VectorData.ProviderServices;
using Npgsql;

namespace PostgresBackend;

/// <content>Reading by key and by filter.</content>
internal sealed partial class PostgresCollection<TKey, TRecord>
{
    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        await foreach (var record in GetAsync([key], options, cancellationToken).ConfigureAwait(false))
        {
            return record;
        }

        return null;
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        var properties = Properties(options?.IncludeVectors ?? false);
        var wanted = keys.Distinct().ToList();
        var parameters = new PostgresParameters();
        var sql = $"SELECT {Columns(properties)} FROM {_table} WHERE {_key} = ANY({Keys(wanted, parameters)})";
        var found = (await RunAsync("Get", sql, parameters, row => Record(row, properties), cancellationToken).ConfigureAwait(false)).ToDictionary(record => (TKey)model.KeyProperty.GetValueAsObject(record)!);
        foreach (var key in wanted)
        {
            if (found.TryGetValue(key, out var record))
            {
                yield return record;
            }
        }
    }

    public override async IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        var parameters = new PostgresParameters();
        var where = PostgresFilter.Translate(filter, model, parameters);
        var properties = Properties(options?.IncludeVectors ?? false);

        // As in .NET null is the least; the key makes pages of equal records fit together.
        var order = string.Concat((options?.OrderBy?.Invoke(new()).Values ?? []).Select(sort =>
            $"{Column(model.GetDataOrKeyProperty(sort.PropertySelector))} {(sort.Ascending ? "ASC NULLS FIRST" : "DESC NULLS LAST")}, "));
        var sql = $"SELECT {Columns(properties)} FROM {_table} WHERE {where} ORDER BY {order}{_key} LIMIT {top} OFFSET {options?.Skip ?? 0}";
        foreach (var record in await RunAsync("Get", sql, parameters, row => Record(row, properties), cancellationToken).ConfigureAwait(false))
        {
            yield return record;
        }
    }

    private string Keys(IEnumerable<TKey> keys, PostgresParameters parameters) => parameters.AddMany(
        [.. keys.Select(key => key is null ? throw new ArgumentException("A key is null.", nameof(keys))
            : key.GetType() == model.KeyProperty.Type ? (object)key
            : throw new ArgumentException($"A key is a {key.GetType().Name}; those of '{name}' are {model.KeyProperty.Type.Name}.", nameof(keys)))],
        model.KeyProperty.Type);

    private List<PropertyModel> Properties(bool vectors) => vectors && model.EmbeddingGenerationRequired
        ? throw new NotSupportedException(VectorDataStrings.IncludeVectorsNotSupportedWithEmbeddingGeneration)
        : [.. model.Properties.Where(p => vectors || p is not VectorPropertyModel)];

    private TRecord Record(NpgsqlDataReader row, List<PropertyModel> properties)
    {
        var record = model.CreateRecord<TRecord>();
        for (var i = 0; i < properties.Count; i++)
        {
            properties[i].SetValueAsObject(record, row.IsDBNull(i) ? null
                : properties[i] is VectorPropertyModel vector ? PostgresVectors.Write(row.GetFieldValue<Pgvector.Vector>(i).Memory, vector.Type)
                : PostgresTypes.Of(properties[i].Type).Read(row, i));
        }

        return record;
    }
}
