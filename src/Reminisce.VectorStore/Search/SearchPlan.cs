using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>Chooses, query by query, between scoring every row and asking the graph, and finishes either way with exact scores.</summary>
internal sealed class SearchPlan(SqliteConnection connection, CollectionTable table, BoundVector vector, IndexRegistry indexes, CancellationToken cancellationToken)
{
    // Below this, reading and scoring every row costs no more than a graph search, and a predicate in the graph costs more.
    private const int ExactLimit = 4096;

    // Past this the graph would visit most of its nodes anyway.
    private const int MostCandidates = 3072;

    public List<ScoredRow> Search(ReadOnlySpan<float> query, int count, SqlFilter filter, SearchTuning tuning)
    {
        if (tuning.Exact)
        {
            return Scan(query, count, filter);
        }

        indexes.Follow(connection);
        var resident = indexes.Resident(table, vector.Column);
        var inMemory = false;
        var graph = indexes.Existing(table, vector);
        if (graph is null)
        {
            inMemory = resident.Follow(connection);
            var isSmall = inMemory ? resident.Count <= ExactLimit : IsSmall();
            graph = isSmall ? null : indexes.Find(table, vector)?.Current;
        }

        if (graph is not null && vector.Candidates(count) <= MostCandidates)
        {
            resident.Release();
            return Graph(graph, query, count, filter, tuning) ?? Scan(query, count, filter);
        }

        return (inMemory ? Memory(resident, query, count, filter) : null) ?? Scan(query, count, filter);
    }

    private List<ScoredRow> Scan(ReadOnlySpan<float> query, int count, SqlFilter filter)
        => ExactScan.Search(connection, vector, table.Data, query, count, filter, cancellationToken);

    // Counted over the index of sequence numbers: the table itself is full of vectors.
    private bool IsSmall()
        => connection.Number($"SELECT count(*) FROM (SELECT 1 FROM {vector.Table} WHERE seq >= 0 LIMIT {ExactLimit + 1})") <= ExactLimit;

    /// <summary>Null when a row found in memory is not, or not yet, among the rows that this transaction sees.</summary>
    private List<ScoredRow>? Memory(ResidentVectors resident, ReadOnlySpan<float> query, int count, SqlFilter filter)
    {
        var found = resident.Search(vector.Measure, query, count, filter.IsAll ? null : Rows(filter, int.MaxValue));
        if (found is null)
        {
            return null;
        }

        var seen = ExactScan.Score(connection, vector, query, [.. found.Select(row => row.Row)], count);
        return seen.Count == found.Count ? seen : null;
    }

    /// <summary>Null when the graph found fewer rows than there may be: then only the scan can tell.</summary>
    private List<ScoredRow>? Graph(UsearchIndex graph, ReadOnlySpan<float> query, int count, SqlFilter filter, SearchTuning tuning)
    {
        RowSet? allowed = null;
        if (!filter.IsAll)
        {
            if (Rows(filter, ExactLimit + 1).Count <= ExactLimit)
            {
                return Scan(query, count, filter);
            }

            allowed = new RowSet(Rows(filter, int.MaxValue));
        }

        var candidates = (int)vector.Candidates(count);
        var keys = new ulong[candidates];
        var distances = new float[candidates];
        try
        {
            var expansion = Math.Max(tuning.Expansion ?? vector.Ef, candidates);
            var found = graph.Search(query, candidates, keys, distances, allowed is null ? null : allowed.Contains, expansion, cancellationToken);
            var rows = ExactScan.Score(connection, vector, query, Array.ConvertAll(keys[..found], key => (long)key), count);
            return rows.Count < count ? null : rows;
        }
        catch (ObjectDisposedException)
        {
            // Swapped for a fresh graph, or the store is closing: the scan answers.
            return null;
        }
    }

    private List<long> Rows(SqlFilter filter, int most)
    {
        using var command = connection.Command($"SELECT c.row FROM {table.Data} c WHERE {filter.Sql} LIMIT $p0", most);
        command.AddFilter(filter);
        using var reader = command.ExecuteReader();
        var rows = new List<long>();
        while (reader.Read())
        {
            rows.Add(reader.GetInt64(0));
        }

        return rows;
    }
}
