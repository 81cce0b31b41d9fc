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
        SqliteConnection connection, CollectionTable table, StoredColumn column, VectorGraph graph, long after, CancellationToken cancellationToken, Action? pageDone = null)
    {
        var complete = connection.Sequence();
        if (complete <= after)
        {
            // A reader that began before the last commit has nothing to tell.
            if (complete == after)
            {
                graph.Codes?.Complete(complete);
            }

            return (after, 0);
        }

        var changes = Bury(connection, table, column, graph, after, cancellationToken);
        for (var position = (Sequence: after, Row: long.MaxValue); ;)
        {
            var page = ReadPage(connection, table.Vectors(column.Ordinal), position, column);
            if (page.Rows.Count == 0)
            {
                graph.Codes?.Complete(complete);
                return (complete, changes);
            }

            Add(graph, page, cancellationToken);
            changes += page.Rows.Count;
            position = page.Last;
            pageDone?.Invoke();
        }
    }

    /// <summary>Codes every vector; a graph that was loaded has its own already.</summary>
    public static void Fill(SqliteConnection connection, CollectionTable table, StoredColumn column, VectorCodes codes, CancellationToken cancellationToken)
    {
        var (format, scratch) = (column.Format, (float[]?)null);
        using var command = connection.Command($"SELECT row, v FROM {table.Vectors(column.Ordinal)}");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            codes.Set([(ulong)reader.GetInt64(0)], format.Widen(raw.sqlite3_column_blob(reader.Handle, 1), ref scratch));
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    private static long Bury(SqliteConnection connection, CollectionTable table, StoredColumn column, VectorGraph graph, long after, CancellationToken cancellationToken)
    {
        if (graph.Index.Count == 0)
        {
            return 0;
        }

        using var command = connection.Command(
            "SELECT row FROM tombstones WHERE collection = $p0 AND ordinal = $p1 AND seq > $p2", table.Id, column.Ordinal, after);
        using var reader = command.ExecuteReader();
        var removed = 0L;
        while (reader.Read())
        {
            var row = (ulong)reader.GetInt64(0);
            removed += graph.Index.Remove(row, cancellationToken) ? 1 : 0;
            graph.Codes?.Remove(row);
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

    private static void Add(VectorGraph graph, Page page, CancellationToken cancellationToken)
    {
        var index = graph.Index;
        var dimensions = index.Parameters.Dimensions;
        graph.Codes?.Set(CollectionsMarshal.AsSpan(page.Rows), CollectionsMarshal.AsSpan(page.Floats));
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
