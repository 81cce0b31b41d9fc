using System.Globalization;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <summary>Writes and deletes rows of one collection inside the caller's transaction.</summary>
internal sealed class RecordWriter : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly TableBinding _binding;
    private readonly long _sequence;
    private readonly SqliteCommand _upsert;
    private readonly SqliteCommand[] _setVector;
    private readonly SqliteCommand[] _removeVector;

    public RecordWriter(SqliteConnection connection, TableBinding binding, long sequence)
    {
        _connection = connection;
        _binding = binding;
        _sequence = sequence;
        _upsert = connection.Command(UpsertSql(binding), new object?[1 + Columns(binding).Count()]);
        _setVector = [.. binding.Vectors.Select(vector => connection.Command(
            $"INSERT INTO {vector.Table}(row, v, seq) VALUES($p0, $p1, $p2) ON CONFLICT(row) DO UPDATE SET v = excluded.v, seq = excluded.seq WHERE v IS NOT excluded.v", null, null, sequence))];
        _removeVector = [.. binding.Vectors.Select(vector => connection.Command($"DELETE FROM {vector.Table} WHERE row = $p0", [null]))];
    }

    /// <summary>Inserts or replaces a record; a missing key is filled in.</summary>
    public void Upsert(PreparedRecord record)
    {
        var key = record.Key ??= NextKey();
        _upsert.Parameters[0].Value = key;
        for (var i = 0; i < record.Values.Length; i++)
        {
            _upsert.Parameters[i + 1].Value = record.Values[i] ?? DBNull.Value;
        }

        var row = (long)_upsert.ExecuteScalar()!;
        for (var i = 0; i < record.Vectors.Length; i++)
        {
            if (record.Vectors[i] is { } vector)
            {
                _setVector[i].Parameters[0].Value = row;
                _setVector[i].Parameters[1].Value = vector;
                _setVector[i].ExecuteNonQuery();
            }
            else
            {
                RemoveVector(_removeVector[i], _binding.Vectors[i].Column.Ordinal, row);
            }
        }
    }

    /// <summary>Deletes a row with everything that belongs to it, the vectors that this record type does not know included.</summary>
    public static void Delete(SqliteConnection connection, CollectionTable table, long row, long sequence)
    {
        foreach (var column in table.VectorColumns)
        {
            if (connection.Run($"DELETE FROM {table.Vectors(column.Ordinal)} WHERE row = $p0", row) > 0)
            {
                Bury(connection, table, column.Ordinal, row, sequence);
            }
        }

        connection.Run($"DELETE FROM {table.Data} WHERE row = $p0", row);
    }

    public void Dispose()
    {
        _upsert.Dispose();
        foreach (var command in _setVector.Concat(_removeVector))
        {
            command.Dispose();
        }
    }

    private static IEnumerable<string> Columns(TableBinding binding)
        => binding.Data.SelectMany(column => column.Codec.HasExtra ? new[] { column.Column.Sql, column.Column.ExtraSql } : [column.Column.Sql]);

    private static string UpsertSql(TableBinding binding)
    {
        var columns = Columns(binding).Prepend("k").ToList();
        var parameters = columns.Select((_, i) => "$p" + i.ToString(CultureInfo.InvariantCulture));
        var updates = columns.Skip(1).DefaultIfEmpty("k").Select(column => $"{column} = excluded.{column}");
        return $"INSERT INTO {binding.Table.Data}({string.Join(", ", columns)}) VALUES({string.Join(", ", parameters)}) " +
            $"ON CONFLICT(k) DO UPDATE SET {string.Join(", ", updates)} RETURNING row";
    }

    /// <summary>The graph that is loaded later learns from this that the row is gone.</summary>
    private static void Bury(SqliteConnection connection, CollectionTable table, int ordinal, long row, long sequence)
        => connection.Run("INSERT OR REPLACE INTO tombstones VALUES($p0, $p1, $p2, $p3)", table.Id, ordinal, row, sequence);

    private void RemoveVector(SqliteCommand remove, int ordinal, long row)
    {
        remove.Parameters[0].Value = row;
        if (remove.ExecuteNonQuery() > 0)
        {
            Bury(_connection, _binding.Table, ordinal, row, _sequence);
        }
    }

    /// <summary>A key above every key there ever was: a deleted memory's number must not lead to another one.</summary>
    private long NextKey()
    {
        var next = _connection.Number(
            $"UPDATE collections SET last_key = 1 + max(last_key, (SELECT coalesce(max(k), 0) FROM {_binding.Table.Data})) WHERE id = $p0 RETURNING last_key",
            _binding.Table.Id);
        return _binding.Key.Codec.Code == "int32" && next > int.MaxValue
            ? throw new InvalidOperationException($"Collection '{_binding.Table.Name}' has no int key left to generate: use long keys.")
            : next;
    }
}
