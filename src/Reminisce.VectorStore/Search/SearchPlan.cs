using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>Chooses, query by query, between scanning exactly and asking the graph, and finishes either way with exact scores.</summary>
internal sealed class SearchPlan(SqliteConnection connection, CollectionTable table, BoundVector vector, IndexRegistry indexes, CancellationToken cancellationToken)
{
    // Measured break-even on 512 dimensions: below it reading and scoring every row costs no more than a graph search.
    private const int ExactLimit = 4096;

    // The graph ranks by 16-bit vectors: some more than wanted are taken and put in order exactly.
    private const int LeastCandidates = 32;
    private const int DefaultExpansion = 128;

    // Past this the graph would visit most of its nodes anyway.
    private const int MostCandidates = 2048;

    public List<ScoredRow> Search(ReadOnlySpan<float> query, int count, SqlFilter filter, SearchTuning tuning)
    {
        indexes.Follow(connection);
        if (tuning.Exact || count > MostCandidates || IsSmall() || indexes.Find(table, vector)?.Current is not { } index)
        {
            return Exact(query, count, filter);
        }

        if (filter.IsAll)
        {
            return FromGraph(index, query, count, null, tuning) ?? Exact(query, count, filter);
        }

        var rows = Rows(filter);
        return rows.Count <= ExactLimit
            ? ExactScan.Score(connection, vector, query, rows, count)
            : FromGraph(index, query, count, new RowSet(rows), tuning) ?? Exact(query, count, filter);
    }

    private List<ScoredRow> Exact(ReadOnlySpan<float> query, int count, SqlFilter filter)
        => ExactScan.Search(connection, vector, table.Data, query, count, filter, cancellationToken);

    private bool IsSmall()
        => connection.Number($"SELECT count(*) FROM (SELECT 1 FROM {vector.Table} LIMIT {ExactLimit + 1})") <= ExactLimit;

    private List<long> Rows(SqlFilter filter)
    {
        using var command = connection.Command($"SELECT c.row FROM {table.Data} c WHERE {filter.Sql}");
        command.AddFilter(filter);
        using var reader = command.ExecuteReader();
        var rows = new List<long>();
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0));
        }

        return rows;
    }

    /// <summary>Null when the graph found fewer rows than there may be: then only the scan can tell.</summary>
    private List<ScoredRow>? FromGraph(UsearchIndex index, ReadOnlySpan<float> query, int count, RowSet? allowed, SearchTuning tuning)
    {
        var candidates = Math.Max(count + (count / 2), LeastCandidates);
        var keys = new ulong[candidates];
        var distances = new float[candidates];
        int found;
        try
        {
            found = index.Search(
                query, candidates, keys, distances, allowed is null ? null : allowed.Contains, Math.Max(tuning.Expansion ?? DefaultExpansion, candidates), cancellationToken);
        }
        catch (ObjectDisposedException)
        {
            // Swapped for a fresh graph, or the store is closing: the scan answers.
            return null;
        }

        var rows = ExactScan.Score(connection, vector, query, keys.Take(found).Select(key => (long)key), count);
        return rows.Count < count ? null : rows;
    }
}
