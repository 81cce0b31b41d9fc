using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Coarse, refined and full retrieval in one run.</summary>
internal static class RetrievalSuite
{
    public static async Task<JsonObject> RunAsync(CaptionBench bench)
    {
        // The first run loads sessions and warms the caches; it is not timed.
        await bench.EncodeAsync(ExitPolicy.Fixed, bench.Exits[0].Layer);
        var (full, fullSeconds) = await bench.EncodeAsync(ExitPolicy.Full);
        var (_, coarseSeconds) = await bench.EncodeAsync(ExitPolicy.Predicted);
        var (coarse, _) = await bench.EncodeAsync(ExitPolicy.Predicted, keep: true);
        var (finished, resumeSeconds) = await bench.ResumeAsync(coarse);
        var resumed = Math.Max(1, coarse.Count(i => i.Activation is not null));
        var fullRanks = Ranking.Ranks(bench, full);
        var coarseRanks = Ranking.Ranks(bench, coarse);
        var refinedRanks = Ranking.RefinedRanks(bench, coarse, finished);
        double vectors = bench.Encoder.Dimensions * sizeof(float);
        var activations = coarse.Average(i => i.Activation?.Data.Length ?? 0);
        return new JsonObject
        {
            ["items"] = full.Count,
            ["queries"] = bench.Queries.Count,
            ["depth_full"] = bench.Exits[^1].Layer,
            ["depth_mean"] = Math.Round(coarse.Average(i => i.Exit.Layer), 3),
            ["full"] = Ranking.Recall(fullRanks),
            ["coarse"] = Ranking.Recall(coarseRanks),
            ["refined"] = Ranking.Recall(refinedRanks),
            ["refined_candidates"] = bench.Shortlist,
            ["relative_r1"] = Ratio(Ranking.At(refinedRanks, 1), Ranking.At(fullRanks, 1)),
            ["relative_r10"] = Ratio(Ranking.At(refinedRanks, 10), Ranking.At(fullRanks, 10)),
            ["throughput_full_batched"] = Math.Round(full.Count / fullSeconds, 2),
            ["throughput_coarse"] = Math.Round(full.Count / coarseSeconds, 2),
            ["speedup_batched"] = Ratio(fullSeconds, coarseSeconds),
            ["resume_cost_ratio"] = Ratio(resumeSeconds / resumed, fullSeconds / full.Count),
            ["bytes_per_item"] = new JsonObject
            {
                ["vectors"] = vectors,
                ["activations"] = Math.Round(activations),
                ["total"] = Math.Round(vectors + activations),
            },
        };
    }

    private static double Ratio(double value, double reference) => Math.Round(value / Math.Max(reference, 1e-9), 3);
}
