using System.Numerics.Tensors;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Ranks images for every query, as the product merges them: by similarity in deviations above unrelated pairs of the item's exit.</summary>
internal static class Ranking
{
    /// <summary>Rank of each query's own image, 1 for the best.</summary>
    public static int[] Ranks(CaptionBench bench, IReadOnlyList<EncodedItem> items) =>
        ForEachQuery(bench, (query, target) => RankOf(Scores(query, items), target));

    /// <summary>The same after the best <paramref name="bench"/>.Shortlist by the coarse items were finished and ranked again.</summary>
    public static int[] RefinedRanks(CaptionBench bench, IReadOnlyList<EncodedItem> items, IReadOnlyList<EncodedItem> finished) =>
        ForEachQuery(bench, (query, target) =>
        {
            var coarse = Scores(query, items);
            var rank = RankOf(coarse, target);
            if (rank > bench.Shortlist)
            {
                return rank;
            }

            var order = Enumerable.Range(0, coarse.Length).ToArray();
            Array.Sort(Array.ConvertAll(coarse, c => -c), order);
            var candidates = order.Take(bench.Shortlist).ToArray();
            var fine = Scores(query, [.. candidates.Select(c => finished[c])]);
            return RankOf(fine, Array.IndexOf(candidates, target));
        });

    /// <summary>Share of ranks up to 1, 5 and 10.</summary>
    public static JsonObject Recall(int[] ranks) => new() { ["r1"] = At(ranks, 1), ["r5"] = At(ranks, 5), ["r10"] = At(ranks, 10) };

    /// <summary>Share of ranks up to <paramref name="k"/>.</summary>
    public static double At(int[] ranks, int k) => Math.Round(ranks.Count(r => r <= k) / (double)ranks.Length, 4);

    private static int[] ForEachQuery(CaptionBench bench, Func<QueryEncoding, int, int> rank)
    {
        var result = new int[bench.Queries.Count];
        Parallel.For(0, result.Length, i => result[i] = rank(bench.Queries[i], bench.Targets[i]));
        return result;
    }

    private static double[] Scores(QueryEncoding query, IReadOnlyList<EncodedItem> items)
    {
        var scores = new double[items.Count];
        for (var i = 0; i < scores.Length; i++)
        {
            var exit = query.Find(items[i].Exit) ?? throw new InvalidDataException($"The pack has no query head from text to {items[i].Exit}.");
            scores[i] = exit.Calibration.Normalize(TensorPrimitives.Dot(exit.Vector.Span, items[i].Vector.Span));
        }

        return scores;
    }

    // Ties count against the target.
    private static int RankOf(double[] scores, int target)
    {
        var rank = 1;
        for (var i = 0; i < scores.Length; i++)
        {
            rank += i != target && scores[i] >= scores[target] ? 1 : 0;
        }

        return rank;
    }
}
