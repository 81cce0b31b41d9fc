using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Retrieval with every item stopped at the same exit.</summary>
internal static class ExitsSuite
{
    public static async Task<JsonObject> RunAsync(CaptionBench bench)
    {
        await bench.EncodeAsync(ExitPolicy.Fixed, bench.Exits[0].Layer);
        var (full, fullSeconds) = await bench.EncodeAsync(ExitPolicy.Full);
        var fullRecall = Ranking.At(Ranking.Ranks(bench, full), 10);
        var rows = new JsonArray();
        foreach (var exit in bench.Exits)
        {
            var (_, seconds) = await bench.EncodeAsync(ExitPolicy.Fixed, exit.Layer);
            var (items, _) = await bench.EncodeAsync(ExitPolicy.Fixed, exit.Layer, keep: true);
            var (finished, _) = await bench.ResumeAsync(items);
            var ranks = Ranking.Ranks(bench, items);
            rows.Add(new JsonObject
            {
                ["exit"] = exit.Name,
                ["depth"] = exit.Layer,

                // The pack says nothing of its exits before or without heads: it has heads and no healing.
                ["unhealed_r10"] = null,
                ["heads_r1"] = Ranking.At(ranks, 1),
                ["heads_r5"] = Ranking.At(ranks, 5),
                ["heads_r10"] = Ranking.At(ranks, 10),
                ["healed_r10"] = null,
                ["codec_loss"] = Math.Round(fullRecall - Ranking.At(Ranking.Ranks(bench, finished), 10), 4),
                ["throughput_ratio_to_full"] = Math.Round(fullSeconds / seconds, 3),
            });
        }

        return new JsonObject { ["items"] = bench.Images.Count, ["queries"] = bench.Queries.Count, ["exits"] = rows };
    }
}
