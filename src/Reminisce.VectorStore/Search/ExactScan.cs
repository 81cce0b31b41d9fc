using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>Scores stored vectors: the answer that all faster ways are measured by.</summary>
internal static class ExactScan
{
    private const int CheckEvery = 1024;

    /// <summary>Scores every row that passes the filter.</summary>
    public static List<ScoredRow> Search(
        ReaderConnection connection, CollectionTable table, BoundVector vector, ReadOnlySpan<float> query, int count, SqlFilter filter, CancellationToken cancellationToken)
    {
        // CROSS JOIN fixes the order: filter first, and only then touch the vectors.
        using var rows = connection.Query(filter.IsAll
            ? $"SELECT row, v FROM {vector.Table}"
            : $"SELECT v.row, v.v FROM {table.Data} c CROSS JOIN {vector.Table} v ON v.row = c.row WHERE {filter.Sql}");
        rows.Bind(filter);
        using var best = new BestRows(count, vector.Measure.HigherIsBetter);
        float[]? scratch = null;
        for (var seen = 1; rows.Step(); seen++)
        {
            best.Offer(rows.Int64(0), vector.Measure.Score(query, vector.Format.Widen(rows.Blob(1), ref scratch)));
            if (seen % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return best.Take();
    }

    /// <summary>Scores given rows; those without a vector, or not to be seen by this transaction, are left out.</summary>
    public static List<ScoredRow> Score(ReaderConnection connection, BoundVector vector, ReadOnlySpan<float> query, ReadOnlySpan<long> rows, int count)
    {
        using var best = new BestRows(count, vector.Measure.HigherIsBetter);
        float[]? scratch = null;
        using var stored = connection.Query(vector.ReadSql);
        foreach (var row in rows)
        {
            stored.Bind(1, row);
            if (stored.Step())
            {
                best.Offer(row, vector.Measure.Score(query, vector.Format.Widen(stored.Blob(0), ref scratch)));
            }

            stored.Rewind();
        }

        return best.Take();
    }
}
