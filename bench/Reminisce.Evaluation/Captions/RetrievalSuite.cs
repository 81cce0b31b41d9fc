using System.CommandLine;
using System.Text.Json.Nodes;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>Coarse, refined and full retrieval in one run, all through the product's own collection.</summary>
internal static class RetrievalSuite
{
    public static Command CreateCommand()
    {
        var absent = new Option<FileInfo?>("--absent") { Description = "File with one question a line about what is in no picture, to measure false accepts." };
        var overhead = new Option<int>("--overhead-rows") { Description = "Rows for the decorator's overhead over the store below; 0 leaves it out.", DefaultValueFactory = _ => 0 };
        var every = new Option<int>("--every") { Description = "Variants are asked every n-th caption.", DefaultValueFactory = _ => 5 };
        var rounds = new Option<int>("--rounds") { Description = "Timed encodings of all images, in turn at full depth and to the predicted exit; the fastest of each counts.", DefaultValueFactory = _ => 2 };
        return CaptionCommand.Create(
            "retrieval",
            "Captions find their image: full depth, coarse, and refined from the shortlist.",
            (bench, options) => RunAsync(bench, options.GetValue(absent), options.GetValue(overhead), options.GetValue(every), options.GetValue(rounds)),
            absent,
            overhead,
            every,
            rounds);
    }

    public static double Ratio(double value, double reference) => Math.Round(value / Math.Max(reference, 1e-9), 3);

    private static async Task<JsonObject> RunAsync(CaptionBench bench, FileInfo? absent, int overheadRows, int every, int rounds)
    {
        var (full, coarse, fullCost, coarseCost) = await EncodeAsync(bench, rounds);
        var ((finished, _), resumeCost) = await EncodingCost.MeasureAsync(() => bench.ResumeAsync(coarse));
        var resumed = Math.Max(1, coarse.Count(i => i.Activation is not null));
        using var remembered = await RememberedResumes.MakeAsync(bench.Encoder, [.. coarse.Where(i => i.Activation is not null).Select(i => i.Activation!)]);
        double vectors = bench.Encoder.Dimensions * sizeof(float);
        var activations = coarse.Average(i => i.Activation?.Data.Length ?? 0);
        var work = Directory.CreateTempSubdirectory("reminisce-retrieval-").FullName;
        try
        {
            using var fullStore = await CaptionStore.FillAsync(Path.Combine(work, "full"), full, bench.Encoder);
            using var coarseStore = await CaptionStore.FillAsync(Path.Combine(work, "coarse"), coarse, remembered);
            int[] all = [.. Enumerable.Range(0, bench.Queries.Count)];
            var fullRun = await CaptionRun.AskAsync(bench, fullStore.Open(), all, () => new() { Candidates = 0 });
            var coarseRun = await CaptionRun.AskAsync(bench, coarseStore.Open(), all, () => new() { Candidates = 0 });
            var refinedRun = await CaptionRun.AskAsync(bench, coarseStore.Open(), all, () => new() { Candidates = bench.Shortlist });
            var report = new JsonObject
            {
                ["items"] = full.Count,
                ["queries"] = bench.Queries.Count,
                ["depth_full"] = bench.Exits[^1].Layer,
                ["depth_mean"] = Math.Round(coarse.Average(i => i.Exit.Layer), 3),
                ["full"] = fullRun.Recall(),
                ["coarse"] = coarseRun.Recall(),
                ["refined"] = refinedRun.Recall(),
                ["refined_candidates"] = bench.Shortlist,
                ["finished_by_exact_scan"] = Ranking.Recall(Ranking.RefinedRanks(bench, coarse, finished)),
                ["relative_r1"] = Ratio(refinedRun.At(1), fullRun.At(1)),
                ["relative_r10"] = Ratio(refinedRun.At(10), fullRun.At(10)),
                ["throughput_full_batched"] = Math.Round(full.Count / fullCost.Clock, 2),
                ["throughput_coarse"] = Math.Round(full.Count / coarseCost.Clock, 2),
                ["speedup_batched"] = Ratio(fullCost.Clock, coarseCost.Clock),
                ["speedup_batched_cpu"] = Ratio(fullCost.Processor, coarseCost.Processor),
                ["resume_cost_ratio"] = Ratio(resumeCost.Clock / resumed, fullCost.Clock / full.Count),
                ["resume_cost_ratio_cpu"] = Ratio(resumeCost.Processor / resumed, fullCost.Processor / full.Count),
                ["bytes_per_item"] = new JsonObject
                {
                    ["vectors"] = vectors,
                    ["activations"] = Math.Round(activations),
                    ["total"] = Math.Round(vectors + activations),
                },
                ["share_per_exit"] = new JsonArray([.. bench.Exits.Select(e => (JsonNode)Math.Round(coarse.Count(i => i.Exit == e) / (double)coarse.Count, 3))]),
                ["variants"] = await new RetrievalVariants(bench, coarseStore, [.. all.Where(q => q % every == 0)])
                    .RunAsync(absent is null ? [] : [.. File.ReadLines(absent.FullName).Where(l => !string.IsNullOrWhiteSpace(l))]),
            };
            if (overheadRows > 0)
            {
                report["overhead"] = await OverheadMeasurement.RunAsync(bench, Path.Combine(work, "overhead"), overheadRows);
            }

            return report;
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }

    /// <summary>Encodes to full depth and to the predicted exit, in turn, and takes the fastest of each: other work on the machine only ever slows.</summary>
    private static async Task<(IReadOnlyList<EncodedItem> Full, IReadOnlyList<EncodedItem> Coarse, EncodingCost FullCost, EncodingCost CoarseCost)> EncodeAsync(CaptionBench bench, int rounds)
    {
        // The first run loads sessions and warms the caches; it is not timed.
        await bench.EncodeAsync(ExitPolicy.Fixed, bench.Exits[0].Layer);
        EncodingCost fullCost = EncodingCost.Unknown, coarseCost = EncodingCost.Unknown;
        IReadOnlyList<EncodedItem> full = [];
        for (var round = 0; round < rounds; round++)
        {
            ((full, _), var cost) = await EncodingCost.MeasureAsync(() => bench.EncodeAsync(ExitPolicy.Full));
            fullCost = fullCost.Least(cost);
            (_, cost) = await EncodingCost.MeasureAsync(() => bench.EncodeAsync(ExitPolicy.Predicted));
            coarseCost = coarseCost.Least(cost);
        }

        var (coarse, _) = await bench.EncodeAsync(ExitPolicy.Predicted, keep: true);
        return (full, coarse, fullCost, coarseCost);
    }
}
