using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData;

/// <content>Reading by key and by filter.</content>
public partial class UsearchCollection<TKey, TRecord>
{
    // Rows are found at once and read in pages, so that a long enumeration holds neither a lock nor all records.
    private const int PageSize = 512;

    /// <inheritdoc/>
    public override async Task<TRecord?> GetAsync(TKey key, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        var found = await ReadKeysAsync([key], options, nameof(key), cancellationToken).ConfigureAwait(false);
        return found is [var record] ? record : null;
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(IEnumerable<TKey> keys, RecordRetrievalOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return Core(cancellationToken);

        async IAsyncEnumerable<TRecord> Core([EnumeratorCancellation] CancellationToken token)
        {
            foreach (var record in await ReadKeysAsync([.. keys], options, nameof(keys), token).ConfigureAwait(false))
            {
                yield return record;
            }
        }
    }

    /// <inheritdoc/>
    public override IAsyncEnumerable<TRecord> GetAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord>? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(filter);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        options ??= new FilteredRecordRetrievalOptions<TRecord>();
        CheckIncludeVectors(options.IncludeVectors);
        return GetCoreAsync(filter, top, options, cancellationToken);
    }

    private static List<long> FindRows(SqliteConnection connection, TableBinding binding, SqlFilter filter, string order, long top, long skip)
    {
        using var command = connection.Command(
            $"SELECT c.row FROM {binding.Table.Data} c WHERE {filter.Sql} ORDER BY {order}c.row LIMIT $p0 OFFSET $p1", top, skip);
        command.AddFilter(filter);
        using var reader = command.ExecuteReader();
        var rows = new List<long>();
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0));
        }

        return rows;
    }

    private async IAsyncEnumerable<TRecord> GetCoreAsync(
        Expression<Func<TRecord, bool>> filter, int top, FilteredRecordRetrievalOptions<TRecord> options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Operation = "Get";
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var condition = Translate(filter, binding);
        var order = Order(binding, options);
        var (rows, page) = await Engine.ReadAsync(
            Name,
            Operation,
            connection =>
            {
                var found = FindRows(connection, binding, condition, order, top, options.Skip);
                StoreOperation.TagCurrent(StoreTags.ReturnedRows, found.Count);
                return (found, ReadPage(connection, found, 0));
            },
            cancellationToken).ConfigureAwait(false);
        for (var start = 0; ;)
        {
            foreach (var (_, record) in page)
            {
                yield return record;
            }

            start += PageSize;
            if (start >= rows.Count)
            {
                yield break;
            }

            var from = start;
            page = await Engine.ReadAsync(Name, Operation, connection => ReadPage(connection, rows, from), cancellationToken).ConfigureAwait(false);
        }

        List<(long Row, TRecord Record)> ReadPage(ReaderConnection connection, List<long> all, int from)
            => _mapper.Read(connection, binding, all.GetRange(from, Math.Min(PageSize, all.Count - from)), options.IncludeVectors, condition);
    }

    private string Order(TableBinding binding, FilteredRecordRetrievalOptions<TRecord> options)
    {
        var order = options.OrderBy?.Invoke(new FilteredRecordRetrievalOptions<TRecord>.OrderByDefinition()).Values ?? [];
        return string.Concat(order.Select(sort =>
            $"c.{binding.Column(_model.GetDataOrKeyProperty(sort.PropertySelector)).Column.Sql} {(sort.Ascending ? "ASC" : "DESC")}, "));
    }

    private async Task<List<TRecord>> ReadKeysAsync(IReadOnlyList<TKey> keys, RecordRetrievalOptions? options, string parameter, CancellationToken cancellationToken)
    {
        const string Operation = "Get";
        var includeVectors = options?.IncludeVectors ?? false;
        CheckIncludeVectors(includeVectors);
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var encoded = keys.Select(key => EncodeKey(key, binding, parameter)).ToList();
        return await Engine.ReadAsync(
            Name,
            Operation,
            connection =>
            {
                var records = _mapper.Read(connection, binding, RowsOf(connection, binding.Table, encoded), includeVectors, SqlFilter.All).ConvertAll(found => found.Record);
                StoreOperation.TagCurrent(StoreTags.BatchSize, encoded.Count);
                StoreOperation.TagCurrent(StoreTags.ReturnedRows, records.Count);
                return records;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private static List<long> RowsOf(SqliteConnection connection, CollectionTable table, List<object> keys)
    {
        var rows = new List<long>(keys.Count);
        using var command = connection.Command($"SELECT row FROM {table.Data} WHERE k = $p0", [null]);
        foreach (var key in keys)
        {
            command.Parameters[0].Value = key;
            if (command.ExecuteScalar() is long row)
            {
                rows.Add(row);
            }
        }

        return [.. rows.Distinct()];
    }
}
