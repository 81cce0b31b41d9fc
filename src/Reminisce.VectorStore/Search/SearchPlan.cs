using System.Buffers;
using System.Runtime.InteropServices;
using Reminisce.VectorData.Filters;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Search;

/// <summary>Chooses, query by query, how to find the nearest rows, and finishes every way with scores from the stored vectors.</summary>
/// <remarks>
/// Without a filter the graph is asked. With one, first comes what is cheapest to rule out: few matching rows are scored
/// one by one by their codes; of many, the graph's nearest are looked at, which is enough where the filter has little to
/// do with the query; where it has, all matching rows are scored by their codes after all. Whatever comes out
/// short of the wanted number, while there may be more, is answered by reading the stored vectors.
/// </remarks>
internal sealed class SearchPlan(ReaderConnection connection, CollectionTable table, BoundVector vector, IndexRegistry indexes, CancellationToken cancellationToken)
{
    // Up to here all vectors are in memory and scoring all of them costs no more than a graph search.
    private const int ExactLimit = 4096;

    // The codes rank by 8-bit components: so many times the wanted rows are taken and put in order exactly.
    private const int CodedPerRow = 4;
    private const int LeastCoded = 32;

    // Past this the graph would visit most of its nodes anyway.
    private const int MostCandidates = 3072;

    // What the ways cost, in microseconds measured at 100,000 x 512: a row scored by its code, a row number read through
    // the filter, and one candidate weighed by the graph. All but the second grow alike with the dimensions.
    private const double CodeCost = 0.2;
    private const double ReadCost = 0.3;
    private const double GraphCost = 7;

    // Asking the graph may turn out to have been in vain, which scoring rows that are known already never is.
    private const double WorthAsking = 0.5;

    // The far end of the graph's list is what it is less sure of; and matching rows do not lie evenly.
    private const double SureFraction = 0.75;
    private const double DepthReserve = 1.3;

    private const int MostUnknown = 256;

    /// <summary>Gets the way that gave the answer, for telemetry.</summary>
    public string Way { get; private set; } = "exact";

    /// <summary>Whether a property has so few vectors that no graph is worth its memory.</summary>
    /// <remarks>Counted over the index of sequence numbers: the table itself is full of vectors.</remarks>
    public static bool IsSmall(ReaderConnection connection, BoundVector vector)
        => connection.Number($"SELECT count(*) FROM (SELECT 1 FROM {vector.Table} WHERE seq >= 0 LIMIT {ExactLimit + 1})") <= ExactLimit;

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
            var isSmall = inMemory ? resident.Count <= ExactLimit : IsSmall(connection, vector);
            graph = isSmall ? null : indexes.Find(table, vector)?.Graph;
        }

        if (graph is not null && vector.Candidates(count) <= MostCandidates)
        {
            resident.Release();
            return Approximate(graph, query, count, filter, tuning) ?? Scan(query, count, filter);
        }

        return (inMemory ? Memory(resident, query, count, filter) : null) ?? Scan(query, count, filter);
    }

    private MatchingRows Matching(SqlFilter filter) => new(connection, table, vector, filter, indexes.Filters, cancellationToken);

    private List<ScoredRow> Scan(ReadOnlySpan<float> query, int count, SqlFilter filter)
        => ExactScan.Search(connection, table, vector, query, count, filter, cancellationToken);

    /// <summary>Null when a row found in memory is not, or not yet, among the rows that this transaction sees.</summary>
    private List<ScoredRow>? Memory(ResidentVectors resident, ReadOnlySpan<float> query, int count, SqlFilter filter)
    {
        var sequence = connection.Sequence();
        var found = resident.Search(vector.Measure, query, count, filter.IsAll ? null : Matching(filter).All(sequence, ofFewVectors: true), sequence);
        if (found is null)
        {
            return null;
        }

        var seen = Score(query, found, count);
        Way = seen.Count == found.Count ? "resident" : Way;
        return seen.Count == found.Count ? seen : null;
    }

    private List<ScoredRow>? Approximate(VectorGraph first, ReadOnlySpan<float> query, int count, SqlFilter filter, SearchTuning tuning)
    {
        for (var graph = first; graph is not null;)
        {
            try
            {
                return filter.IsAll ? Nearest(graph, query, count, tuning) : Filtered(graph, query, count, filter, tuning);
            }
            catch (ObjectDisposedException)
            {
                // Swapped for a fresh one, which is asked instead, or given up.
                var next = indexes.Existing(table, vector);
                graph = ReferenceEquals(next, graph) ? null : next;
            }
        }

        return null;
    }

    /// <summary>Null when the graph found fewer rows than there may be.</summary>
    private List<ScoredRow>? Nearest(VectorGraph graph, ReadOnlySpan<float> query, int count, SearchTuning tuning)
    {
        var candidates = (int)vector.Candidates(count);
        var keys = ArrayPool<ulong>.Shared.Rent(candidates);
        try
        {
            var found = Ask(graph.Index, query, keys.AsSpan(0, candidates), Math.Max(tuning.Expansion ?? vector.Ef, candidates));
            var rows = ExactScan.Score(connection, vector, query, MemoryMarshal.Cast<ulong, long>(keys.AsSpan(0, found)), count);
            Way = rows.Count < count ? Way : "graph";
            return rows.Count < count ? null : rows;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(keys);
        }
    }

    /// <summary>Null when only reading the stored vectors can answer.</summary>
    private List<ScoredRow>? Filtered(VectorGraph graph, ReadOnlySpan<float> query, int count, SqlFilter filter, SearchTuning tuning)
    {
        var sequence = connection.Sequence();
        var matching = Matching(filter);
        var (rows, estimate) = matching.Known(sequence);
        estimate ??= matching.Estimate(sequence, graph.Index.Count);
        if (rows is null && estimate <= MatchingRows.MostFew)
        {
            rows = matching.Few(sequence);
        }

        var number = rows?.Count ?? Math.Max(estimate.Value, MatchingRows.MostFew);
        var scanCost = number * (rows is null ? CodeCost + ReadCost : CodeCost);
        var depth = vector.Candidates(count) * graph.Index.Count / Math.Max(number, 1.0) * DepthReserve;
        var expansion = (int)Math.Clamp(depth / SureFraction, tuning.Expansion ?? vector.Ef, int.MaxValue);
        if (expansion <= MostCandidates && expansion * GraphCost < scanCost * (rows is null ? 1 : WorthAsking) && Probe(graph, query, count, matching, rows, expansion) is { } near)
        {
            Way = "graph";
            return near;
        }

        var coded = graph.Codes is { } codes ? ByCode(codes, query, count, rows ?? matching.All(sequence), sequence) : null;
        Way = coded is null ? Way : "codes";
        return coded;
    }

    /// <summary>Takes those of the graph's nearest rows that pass the filter; null when they may not be the nearest that do.</summary>
    private List<ScoredRow>? Probe(VectorGraph graph, ReadOnlySpan<float> query, int count, MatchingRows matching, RowSet? rows, int expansion)
    {
        var keys = ArrayPool<ulong>.Shared.Rent(expansion);
        try
        {
            var found = Ask(graph.Index, query, keys.AsSpan(0, expansion), expansion);
            var near = MemoryMarshal.Cast<ulong, long>(keys.AsSpan(0, (int)(found * SureFraction)));
            var wanted = (int)vector.Candidates(count);
            if (matching.Select(near, rows, wanted) < wanted)
            {
                return null;
            }

            // Short when vectors have gone that the graph still knows of, or knows of already.
            var scored = ExactScan.Score(connection, vector, query, near[..wanted], count);
            return scored.Count < count ? null : scored;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(keys);
        }
    }

    /// <summary>Null when too many rows have no code yet.</summary>
    private List<ScoredRow>? ByCode(VectorCodes codes, ReadOnlySpan<float> query, int count, RowSet rows, long sequence)
    {
        var wanted = Math.Max(count * CodedPerRow, LeastCoded);
        if (rows.Count <= wanted)
        {
            return ExactScan.Score(connection, vector, query, rows.Rows, count);
        }

        var unknown = new List<long>();
        using var best = new BestRows(wanted, higherIsBetter: true);
        codes.Search(query, rows, sequence, best, unknown, cancellationToken);
        if (unknown.Count > MostUnknown)
        {
            return null;
        }

        var found = best.Take();
        var coded = found.Count;
        foreach (var row in unknown)
        {
            found.Add(new ScoredRow(row, 0));
        }

        // With fewer coded rows than wanted all of them were taken: then short is all there is.
        var scored = Score(query, found, count);
        return scored.Count < count && coded == wanted ? null : scored;
    }

    private int Ask(UsearchIndex graph, ReadOnlySpan<float> query, Span<ulong> keys, int expansion)
    {
        var distances = ArrayPool<float>.Shared.Rent(keys.Length);
        try
        {
            return graph.Search(query, keys.Length, keys, distances, null, expansion, cancellationToken);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(distances);
        }
    }

    private List<ScoredRow> Score(ReadOnlySpan<float> query, List<ScoredRow> found, int count)
    {
        var rows = ArrayPool<long>.Shared.Rent(found.Count);
        try
        {
            for (var i = 0; i < found.Count; i++)
            {
                rows[i] = found[i].Row;
            }

            return ExactScan.Score(connection, vector, query, rows.AsSpan(0, found.Count), count);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(rows);
        }
    }
}
