using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>The exit predictor against a mixture of fixed exits of the same mean depth and against hindsight.</summary>
internal static class PredictorSuite
{
    public static async Task<JsonObject> RunAsync(CaptionBench bench)
    {
        var (predicted, _) = await bench.EncodeAsync(ExitPolicy.Predicted);
        var perExit = new List<IReadOnlyList<EncodedItem>>();
        var ranks = new List<int[]>();
        foreach (var exit in bench.Exits)
        {
            var (items, _) = await bench.EncodeAsync(ExitPolicy.Fixed, exit.Layer);
            perExit.Add(items);
            ranks.Add(Ranking.Ranks(bench, items));
        }

        var depth = predicted.Average(i => i.Exit.Layer);
        var oracle = Oracle(bench, perExit, ranks);
        return new JsonObject
        {
            ["predicted_r10"] = Ranking.At(Ranking.Ranks(bench, predicted), 10),
            ["fixed_r10"] = Ranking.At(Ranking.Ranks(bench, FixedMixture(bench, perExit, depth)), 10),
            ["oracle_r10"] = Ranking.At(Ranking.Ranks(bench, oracle), 10),
            ["depth_mean"] = Math.Round(depth, 3),
            ["oracle_depth_mean"] = Math.Round(oracle.Average(i => i.Exit.Layer), 3),
            ["share_per_exit"] = new JsonArray([.. bench.Exits.Select(e => (JsonNode)Math.Round(predicted.Count(i => i.Exit == e) / (double)predicted.Count, 3))]),
        };
    }

    // Two neighbouring exits, dealt to the items in turn so that the mean depth is the predictor's.
    private static List<EncodedItem> FixedMixture(CaptionBench bench, List<IReadOnlyList<EncodedItem>> perExit, double depth)
    {
        var deep = Math.Max(1, bench.Exits.ToList().FindIndex(e => e.Layer >= depth));
        double low = bench.Exits[deep - 1].Layer, high = bench.Exits[deep].Layer;
        var share = Math.Clamp((depth - low) / (high - low), 0, 1);
        return [.. Enumerable.Range(0, bench.Images.Count).Select(i => perExit[Math.Floor((i + 1) * share) > Math.Floor(i * share) ? deep : deep - 1][i])];
    }

    // In hindsight: each item at the shallowest exit at which as many of its captions find it as at the best one.
    private static List<EncodedItem> Oracle(CaptionBench bench, List<IReadOnlyList<EncodedItem>> perExit, List<int[]> ranks)
    {
        var hits = ranks.Select(r =>
        {
            var counts = new int[bench.Images.Count];
            for (var q = 0; q < r.Length; q++)
            {
                counts[bench.Targets[q]] += r[q] <= 10 ? 1 : 0;
            }

            return counts;
        }).ToArray();
        return [.. Enumerable.Range(0, bench.Images.Count).Select(i =>
        {
            var best = hits.Max(h => h[i]);
            return perExit[Array.FindIndex(hits, h => h[i] == best)][i];
        })];
    }
}
