using System.CommandLine;
using System.Text.Json.Nodes;
using Reminisce.Encoders;
using Reminisce.Training.Exits;

namespace Reminisce.Evaluation;

/// <summary>Retrieval with every item stopped at the same exit.</summary>
internal static class ExitsSuite
{
    public static async Task<JsonObject> RunAsync(CaptionBench bench, ParseResult given)
    {
        await bench.EncodeAsync(ExitPolicy.Fixed, bench.Exits[0].Layer);
        var (full, fullSeconds) = await bench.EncodeAsync(ExitPolicy.Full);
        var fullRecall = Ranking.At(Ranking.Ranks(bench, full), 10);
        var unhealed = WithTheHeadOfFullDepth(given.GetRequiredValue<string>("--pack"), bench);
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
                ["unhealed_r10"] = Ranking.At(Ranking.Ranks(bench, unhealed[exit]), 10),
                ["heads_r1"] = Ranking.At(ranks, 1),
                ["heads_r5"] = Ranking.At(ranks, 5),
                ["heads_r10"] = Ranking.At(ranks, 10),
                ["codec_loss"] = Math.Round(fullRecall - Ranking.At(Ranking.Ranks(bench, finished), 10), 4),
                ["throughput_ratio_to_full"] = Math.Round(fullSeconds / seconds, 3),
            });
        }

        return new JsonObject { ["items"] = bench.Images.Count, ["queries"] = bench.Queries.Count, ["exits"] = rows };
    }

    // What exits give without heads of their own. What healing adds is the matter of the suite healing, which has the pack before it beside the healed one.
    private static Dictionary<ExitLayer, EncodedItem[]> WithTheHeadOfFullDepth(string pack, CaptionBench bench)
    {
        using var taps = new TowerTaps(ModelPack.Open(pack), bench.Exits[0].Tower, 1);
        var embedded = taps.Embed(bench.Images, bench.Encoder.Dimensions, CancellationToken.None, bench.Exits.Count - 1);
        return bench.Exits.Zip(embedded).ToDictionary(
            p => p.First, p => Enumerable.Range(0, bench.Images.Count).Select(i => new EncodedItem(p.Second.Row(i).ToArray(), bench.Exits[^1], null)).ToArray());
    }
}
