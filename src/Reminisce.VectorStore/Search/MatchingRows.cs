using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>The rows that a filter matches in the state that one transaction sees: how many, which, and whether a given one does.</summary>
internal sealed class MatchingRows(ReaderConnection connection, CollectionTable table, BoundVector vector, SqlFilter filter, FilterSets sets, CancellationToken cancellationToken)
{
    /// <summary>
    /// So many are always read at once: a row number takes 0.15 to 0.3 us through an index, all of these half a graph
    /// search among 100,000 vectors.
    /// </summary>
    public const int MostFew = 2048;

    private const int Samples = 64;
    private const int CheckEvery = 4096;

    /// <summary>Finds the rows if they were read from this state before, and failing that how many there were once.</summary>
    public (RowSet? Rows, long? Estimate) Known(long sequence) => sets.Find(vector.Table, filter, sequence);

    /// <summary>Estimates how many rows pass a filter, from rows spread evenly over the table.</summary>
    public long Estimate(long sequence, long count)
    {
        using var last = connection.Query($"SELECT max(row) FROM {table.Data}");
        last.Step();
        var step = Math.Max(1, last.Int64(0) / Samples);
        using var sample = connection.Query($"SELECT 1 FROM (SELECT * FROM {table.Data} WHERE row >= ?1 LIMIT 1) c WHERE {filter.Sql}");
        sample.Bind(filter);
        var passing = 0;
        for (var i = 0; i < Samples; i++)
        {
            sample.Bind(1, i * step);
            passing += sample.Step() ? 1 : 0;
            sample.Rewind();
        }

        // Two of them may be chance: nothing says then that counting the rows would be in vain.
        var estimate = passing < 3 ? 0 : count * passing / Samples;
        sets.Keep(vector.Table, filter, sequence, null, estimate);
        return estimate;
    }

    /// <summary>Reads the rows, unless they are more than a few.</summary>
    public RowSet? Few(long sequence)
    {
        var rows = Read($" LIMIT {MostFew + 1}");
        if (rows.Length > MostFew)
        {
            sets.Keep(vector.Table, filter, sequence, null, rows.Length);
            return null;
        }

        var set = new RowSet(rows);
        sets.Keep(vector.Table, filter, sequence, set, set.Count);
        return set;
    }

    /// <summary>Gets all rows.</summary>
    /// <param name="sequence">The state that the transaction sees.</param>
    /// <param name="ofFewVectors">Whether so few rows have a vector that looking at those costs less than looking for matching ones.</param>
    public RowSet All(long sequence, bool ofFewVectors = false)
    {
        if (sets.Find(vector.Table, filter, sequence).Rows is { } known)
        {
            return known;
        }

        var rows = new RowSet(Read(string.Empty, ofFewVectors));
        sets.Keep(vector.Table, filter, sequence, rows, rows.Count);
        return rows;
    }

    private long[] Read(string limit, bool ofFewVectors = false)
    {
        // Where a row has one of several vectors, most matching rows have none here. CROSS JOIN keeps the order written down.
        var from = !table.VectorColumns.Skip(1).Any() ? $"{table.Data} c"
            : ofFewVectors ? $"{vector.Table} v CROSS JOIN {table.Data} c ON c.row = v.row"
            : $"{table.Data} c CROSS JOIN {vector.Table} v ON v.row = c.row";
        using var matching = connection.Query($"SELECT c.row FROM {from} WHERE {filter.Sql}{limit}");
        matching.Bind(filter);
        var rows = new List<long>();
        while (matching.Step())
        {
            rows.Add(matching.Int64(0));
            if (rows.Count % CheckEvery == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        return [.. rows];
    }

    /// <summary>Moves the matching rows to the front, up to the wanted number, and returns how many there are.</summary>
    public int Select(Span<long> near, RowSet? rows, int wanted)
    {
        var matching = 0;
        using var check = connection.Query($"SELECT 1 FROM {table.Data} c WHERE c.row = ?1 AND {filter.Sql}");
        if (rows is null)
        {
            check.Bind(filter);
        }

        foreach (var row in near)
        {
            if (matching == wanted)
            {
                break;
            }

            if (rows?.Contains(row) ?? Passes(check, row))
            {
                near[matching++] = row;
            }
        }

        return matching;

        static bool Passes(PreparedQuery check, long row)
        {
            check.Bind(1, row);
            var passes = check.Step();
            check.Rewind();
            return passes;
        }
    }
}
