using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Sql;
using SQLitePCL;

namespace Reminisce.VectorData.Search;

/// <summary>Brings a graph up to date with its rows: the one way by which it ever learns anything.</summary>
/// <remarks>Applying a change twice does no harm, so it may begin anywhere before the first missing change.</remarks>
internal static class IndexFeed
{
    private const int PageSize = 2048;

    /// <summary>Applies every change later than a sequence number.</summary>
    /// <returns>The number up to which the graph is complete, and how many changes that took.</returns>
    public static (long Sequence, long Changes) Apply(
        SqliteConnection connection, CollectionTable table, StoredColumn column, UsearchIndex index, long after, CancellationToken cancellationToken)
    {
        var complete = connection.Number("SELECT value FROM store WHERE name = 'sequence'");
        var changes = Bury(connection, table, column, index, after, cancellationToken);
        for (var position = (Sequence: after, Row: long.MaxValue); ;)
        {
            var page = ReadPage(connection, table.Vectors(column.Ordinal), position, column);
            if (page.Rows.Count == 0)
            {
                return (complete, changes);
            }

            Add(index, page, cancellationToken);
            changes += page.Rows.Count;
            position = page.Last;
        }
    }

    private static long Bury(SqliteConnection connection, CollectionTable table, StoredColumn column, UsearchIndex index, long after, CancellationToken cancellationToken)
    {
        if (index.Count == 0)
        {
            return 0;
        }

        using var command = connection.Command(
            "SELECT row FROM tombstones WHERE collection = $p0 AND ordinal = $p1 AND seq > $p2", table.Id, column.Ordinal, after);
        using var reader = command.ExecuteReader();
        var removed = 0L;
        while (reader.Read())
        {
            removed += index.Remove((ulong)reader.GetInt64(0), cancellationToken) ? 1 : 0;
        }

        return removed;
    }

    private static Page ReadPage(SqliteConnection connection, string table, (long Sequence, long Row) after, StoredColumn column)
    {
        using var command = connection.Command(
            $"SELECT row, seq, v FROM {table} WHERE (seq, row) > ($p0, $p1) ORDER BY seq, row LIMIT {PageSize}", after.Sequence, after.Row);
        using var reader = command.ExecuteReader();
        var page = new Page([], [], after);
        float[]? scratch = null;
        while (reader.Read())
        {
            page.Rows.Add((ulong)reader.GetInt64(0));
            page.Floats.AddRange(column.Format.Widen(raw.sqlite3_column_blob(reader.Handle, 2), ref scratch));
            page = page with { Last = (reader.GetInt64(1), reader.GetInt64(0)) };
        }

        return page;
    }

    private static void Add(UsearchIndex index, Page page, CancellationToken cancellationToken)
    {
        var dimensions = index.Parameters.Dimensions;
        if (page.Rows.TrueForAll(row => !index.Contains(row)))
        {
            index.AddRange(page.Rows.ToArray(), page.Floats.ToArray(), cancellationToken: cancellationToken);
            return;
        }

        var floats = CollectionsMarshal.AsSpan(page.Floats);
        for (var i = 0; i < page.Rows.Count; i++)
        {
            index.Replace(page.Rows[i], floats.Slice(i * dimensions, dimensions), cancellationToken);
        }
    }

    private sealed record Page(List<ulong> Rows, List<float> Floats, (long Sequence, long Row) Last);
}
