using System.Text.Json.Nodes;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>What came back for a set of queries, and what it cost.</summary>
internal sealed record CaptionRun(IReadOnlyList<int[]> Results, int[] Ranks, long Finished, long Layers, long Pruned)
{
    private const int Top = 10;

    /// <summary>Asks a collection for the ten best pictures for each of the given queries.</summary>
    public static async Task<CaptionRun> AskAsync(
        CaptionBench bench,
        ReminisceCollection<int, CaptionRecord> pictures,
        IReadOnlyList<int> queries,
        Func<ReminisceSearchOptions<CaptionRecord>> options,
        Func<QueryEncoding, QueryEncoding>? change = null)
    {
        var results = new List<int[]>(queries.Count);
        var ranks = new int[queries.Count];
        long finished = 0, layers = 0, pruned = 0;
        for (var i = 0; i < queries.Count; i++)
        {
            var search = options();
            search.Towers ??= ["image"];
            search.Trace = trace =>
            {
                finished += trace.Correct.Finished + trace.Correct.Shared;
                layers += trace.Correct.Layers;
                pruned += trace.Correct.Pruned;
            };
            var query = bench.Queries[queries[i]];
            var found = new List<int>(Top);
            await foreach (var result in pictures.SearchAsync(change?.Invoke(query) ?? query, Top, search))
            {
                found.Add(result.Record.Key);
            }

            results.Add([.. found]);
            var place = found.IndexOf(bench.Targets[queries[i]]);
            ranks[i] = place < 0 ? int.MaxValue : place + 1;
        }

        return new CaptionRun(results, ranks, finished, layers, pruned);
    }

    public double At(int k) => Ranking.At(Ranks, k);

    public JsonObject Recall() => Ranking.Recall(Ranks);

    /// <summary>Gives the share of another run's results that this one has as well, whatever their order.</summary>
    public double Keeps(CaptionRun other) =>
        Math.Round(other.Results.Zip(Results, (theirs, ours) => theirs.Intersect(ours).Count() / (double)Math.Max(1, theirs.Length)).Average(), 4);
}
