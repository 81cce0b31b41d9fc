using System.Linq.Expressions;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <content>Storing and deleting.</content>
public partial class UsearchCollection<TKey, TRecord>
{
    /// <inheritdoc/>
    public override Task UpsertAsync(TRecord record, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(record);
        return UpsertCoreAsync([record], cancellationToken);
    }

    /// <inheritdoc/>
    public override Task UpsertAsync(IEnumerable<TRecord> records, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(records);
        var list = records.ToList();
        return list.Contains(null!)
            ? throw new ArgumentException("The batch contains a null record: leave it out.", nameof(records))
            : UpsertCoreAsync(list, cancellationToken);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(TKey key, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        return DeleteKeysAsync([key], nameof(key), cancellationToken);
    }

    /// <inheritdoc/>
    public override Task DeleteAsync(IEnumerable<TKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return DeleteKeysAsync([.. keys], nameof(keys), cancellationToken);
    }

    /// <inheritdoc/>
    async Task<long> IFilteredOperations<TRecord>.DeleteAsync(Expression<Func<TRecord, bool>> filter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(filter);
        const string Operation = "DeleteFiltered";
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var condition = Translate(filter, binding);
        return await Engine.WriteRowsAsync(
            Name,
            Operation,
            (connection, sequence) =>
            {
                var rows = FindRows(connection, binding, condition, string.Empty, top: -1, skip: 0);
                rows.ForEach(row => RecordWriter.Delete(connection, binding.Table, row, sequence));
                return (long)rows.Count;
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task UpsertCoreAsync(List<TRecord> records, CancellationToken cancellationToken)
    {
        const string Operation = "Upsert";
        if (records.Count == 0)
        {
            return;
        }

        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var prepared = await _preparer.PrepareAsync(binding, records, cancellationToken).ConfigureAwait(false);
        var generated = Array.ConvertAll(prepared, record => record.Key is null);
        await Engine.WriteRowsAsync(
            Name,
            Operation,
            (connection, sequence) =>
            {
                using var writer = new RecordWriter(connection, binding, sequence);
                for (var i = 0; i < prepared.Length; i++)
                {
                    // A group that had to be undone runs again, and its numbers are drawn again.
                    if (generated[i])
                    {
                        prepared[i].Key = null;
                    }

                    writer.Upsert(prepared[i]);
                }

                return prepared.Length;
            },
            cancellationToken).ConfigureAwait(false);

        for (var i = 0; i < prepared.Length; i++)
        {
            binding.Key.Property.SetValueAsObject(records[i], DecodeKey(binding, prepared[i].Key!));
        }
    }

    private static object DecodeKey(TableBinding binding, object key) => binding.Key.Codec.Decode(key, null);

    private async Task DeleteKeysAsync(IReadOnlyList<TKey> keys, string parameter, CancellationToken cancellationToken)
    {
        const string Operation = "Delete";
        var binding = await BindAsync(Operation, cancellationToken).ConfigureAwait(false);
        var encoded = keys.Select(key => EncodeKey(key, binding, parameter)).ToList();
        if (encoded.Count > 0)
        {
            await Engine.WriteRowsAsync(
                Name,
                Operation,
                (connection, sequence) =>
                {
                    var rows = RowsOf(connection, binding.Table, encoded);
                    rows.ForEach(row => RecordWriter.Delete(connection, binding.Table, row, sequence));
                    return rows.Count;
                },
                cancellationToken).ConfigureAwait(false);
        }
    }
}
