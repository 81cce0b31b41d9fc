using System.Text.Json;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Sql;
using SQLitePCL;

namespace Reminisce.VectorData.Search;

/// <summary>Scores every stored vector that passes the filter: the answer that all faster ways are measured by.</summary>
internal static class ExactScan
{
    private const int CheckEvery = 1024;

    public static List<ScoredRow> Search(SqliteConnection connection, BoundVector vector, string data, ReadOnlySpan<float> query, int count, SqlFilter filter, CancellationToken cancellationToken)
    {
        // CROSS JOIN fixes the order: filter first, and only then touch the vectors.
        using var command = filter.IsAll
            ? connection.Command($"SELECT row, v FROM {vector.Table}")
            : connection.Command($"SELECT v.row, v.v FROM {data} c CROSS JOIN {vector.Table} v ON v.row = c.row WHERE {filter.Sql}");
        command.AddFilter(filter);

        var best = new BestRows(count, vector.Measure.HigherIsBetter);
        var (format, scratch) = (vector.Column.Format, (float[]?)null);
        using var reader = command.ExecuteReader();
        for (var seen = 1; reader.Read(); seen++)
        {
            // The column is read where SQLite holds it; a copy per row would cost more than the score.
            var stored = format.Widen(raw.sqlite3_column_blob(reader.Handle, 1), ref scratch);
            best.Offer(reader.GetInt64(0), vector.Measure.Score(query, stored));
            if (seen % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return best.Take();
    }

    /// <summary>Scores given rows; those without a vector, or not to be seen by this transaction, are left out.</summary>
    public static List<ScoredRow> Score(SqliteConnection connection, BoundVector vector, ReadOnlySpan<float> query, long[] rows, int count)
    {
        using var command = connection.Command($"SELECT row, v FROM {vector.Table} WHERE row IN (SELECT value FROM json_each($p0))", JsonSerializer.Serialize(rows));
        var best = new BestRows(count, vector.Measure.HigherIsBetter);
        var (format, scratch) = (vector.Column.Format, (float[]?)null);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            best.Offer(reader.GetInt64(0), vector.Measure.Score(query, format.Widen(raw.sqlite3_column_blob(reader.Handle, 1), ref scratch)));
        }

        return best.Take();
    }
}
