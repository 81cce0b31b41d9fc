using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;
using Reminisce.VectorData;

namespace Reminisce.Evaluation;

/// <summary>What each part of coarse-to-fine retrieval is worth: the same queries with one thing changed.</summary>
internal sealed class RetrievalVariants(CaptionBench bench, CaptionStore store, IReadOnlyList<int> queries)
{
    private static readonly double[] s_confidences = [0.8, 0.85, 0.9, 0.95, 0.99];
    private static readonly double[] s_shares = [0, 0.25, 0.5, 1];
    private static readonly double[] s_rates = [0.01, 0.05, 0.2];

    public async Task<JsonObject> RunAsync(IReadOnlyList<string> absent)
    {
        var pictures = store.Open();
        var refined = await AskAsync("refined", pictures, bench.Shortlist);
        return new JsonObject
        {
            ["queries"] = queries.Count,
            ["refined"] = refined.Recall(),
            ["merge"] = await MergesAsync(pictures),
            ["settled"] = await SettledAsync(),
            ["activations_kept"] = await BudgetsAsync(),
            ["asked_twice"] = await AskTwiceAsync(),
            ["floor"] = absent.Count == 0 ? null : await FloorsAsync(absent),
        };
    }

    /// <summary>Coarse and refined recall for each way to merge the exits.</summary>
    private async Task<JsonObject> MergesAsync(ReminisceCollection<int, CaptionRecord> pictures)
    {
        var byStore = store.Open(o => o.Calibration = CalibrationSource.Store);
        var report = new JsonObject();
        foreach (var (name, collection, merge, change) in new (string, ReminisceCollection<int, CaptionRecord>, RetrievalMerge, Func<QueryEncoding, QueryEncoding>?)[]
        {
            ("calibrated_by_pack", pictures, RetrievalMerge.Calibrated, null),
            ("calibrated_by_store", byStore, RetrievalMerge.Calibrated, null),
            ("raw", pictures, RetrievalMerge.Calibrated, Raw),
            ("rank_fusion", pictures, RetrievalMerge.RankFusion, null),
            ("single_fine_query", pictures, RetrievalMerge.Calibrated, FineOnly),
        })
        {
            report[name] = new JsonObject
            {
                ["coarse"] = (await AskAsync($"{name}, coarse", collection, 0, merge, change)).Recall(),
                ["refined"] = (await AskAsync($"{name}, refined", collection, bench.Shortlist, merge, change)).Recall(),
            };
        }

        return report;
    }

    /// <summary>Stopping when the top ten is settled, against finishing all candidates: every query, nothing kept from the queries before it.</summary>
    private async Task<JsonObject> SettledAsync()
    {
        var pictures = store.Open(o => o.RecentlyRefined = 1);
        int[] every = [.. Enumerable.Range(0, bench.Queries.Count)];
        var all = await AskAsync("all candidates", pictures, bench.Shortlist, asked: every);
        var sweep = new JsonArray();
        foreach (var confidence in s_confidences)
        {
            var run = await AskAsync($"settled at {confidence}", pictures, bench.Shortlist, settle: confidence, asked: every);
            sweep.Add(new JsonObject
            {
                ["confidence"] = confidence,
                ["r1"] = run.At(1),
                ["r10"] = run.At(10),
                ["keeps_r1"] = RetrievalSuite.Ratio(run.At(1), all.At(1)),
                ["keeps_r10"] = RetrievalSuite.Ratio(run.At(10), all.At(10)),
                ["keeps_results"] = run.Keeps(all),
                ["work_layers"] = RetrievalSuite.Ratio(run.Layers, all.Layers),
                ["work_finished"] = RetrievalSuite.Ratio(run.Finished, all.Finished),
                ["pruned_per_query"] = Math.Round(run.Pruned / (double)every.Length, 2),
            });
        }

        return new JsonObject { ["queries"] = every.Length, ["finished_per_query"] = Math.Round(all.Finished / (double)every.Length, 2), ["r1"] = all.At(1), ["r10"] = all.At(10), ["sweep"] = sweep };
    }

    private async Task<JsonArray> BudgetsAsync()
    {
        var report = new JsonArray();
        foreach (var share in s_shares)
        {
            var run = await AskAsync($"{share:P0} of the activations", store.Open(activations: a => new PartialActivations(a, share)), bench.Shortlist);
            report.Add(new JsonObject { ["share"] = share, ["r1"] = run.At(1), ["r5"] = run.At(5), ["r10"] = run.At(10) });
        }

        return report;
    }

    /// <summary>Finishes and stores what some queries find, and counts what the same queries finish when asked again, in the same process and after a restart.</summary>
    private async Task<JsonObject> AskTwiceAsync()
    {
        int[] few = [.. queries.Where((_, i) => i % 20 == 0)];
        Action<ReminisceVectorStoreOptions> inline = o => (o.WriteBack, o.RecentlyRefined) = (WriteBackMode.Inline, 1);
        var pictures = store.Open(inline);
        var first = await AskAsync("asked once", pictures, bench.Shortlist, asked: few);
        var again = await AskAsync("asked again", pictures, bench.Shortlist, asked: few);
        var later = await AskAsync("asked after a restart", store.Open(inline), bench.Shortlist, asked: few);
        return new JsonObject { ["queries"] = few.Length, ["first"] = first.Finished, ["again"] = again.Finished, ["after_restart"] = later.Finished };
    }

    /// <summary>How often questions about something that is not there get an answer, and how many captions still find their picture.</summary>
    private async Task<JsonArray> FloorsAsync(IReadOnlyList<string> absent)
    {
        var report = new JsonArray();
        foreach (var source in new[] { CalibrationSource.Pack, CalibrationSource.Store })
        {
            var pictures = store.Open(o => o.Calibration = source);
            foreach (var rate in s_rates)
            {
                var accepted = 0;
                foreach (var text in absent)
                {
                    var query = await bench.Encoder.EncodeQueryAsync(new TextContent(text));
                    var options = new ReminisceSearchOptions<CaptionRecord> { Candidates = bench.Shortlist, FalseAcceptRate = rate, Towers = ["image"] };
                    accepted += await pictures.SearchAsync(query, 1, options).AnyAsync() ? 1 : 0;
                }

                var present = await AskAsync($"floor at {rate}", pictures, bench.Shortlist, falseAcceptRate: rate);
                report.Add(new JsonObject
                {
                    ["calibration"] = source.ToString(),
                    ["stated_rate"] = rate,
                    ["absent_queries"] = absent.Count,
                    ["false_accepts"] = Math.Round(accepted / (double)absent.Count, 4),
                    ["answered"] = Math.Round(present.Results.Count(r => r.Length > 0) / (double)queries.Count, 4),
                    ["r10"] = present.At(10),
                });
            }
        }

        return report;
    }

    private async Task<CaptionRun> AskAsync(
        string what,
        ReminisceCollection<int, CaptionRecord> pictures,
        int candidates,
        RetrievalMerge merge = RetrievalMerge.Calibrated,
        Func<QueryEncoding, QueryEncoding>? change = null,
        double? settle = null,
        double? falseAcceptRate = null,
        IReadOnlyList<int>? asked = null)
    {
        await Console.Error.WriteLineAsync(what);
        return await CaptionRun.AskAsync(
            bench,
            pictures,
            asked ?? queries,
            () => new ReminisceSearchOptions<CaptionRecord>
            {
                Candidates = candidates,
                Merge = merge,
                FalseAcceptRate = falseAcceptRate,
                Budget = new RetrievalBudget { BatchSize = settle is null ? 16 : 8, SettleConfidence = settle },
            },
            change);
    }

    private static QueryEncoding Raw(QueryEncoding query) => new([.. query.Exits.Select(e => e with { Calibration = ScoreCalibration.Identity })]);

    private static QueryEncoding FineOnly(QueryEncoding query) => new([.. query.Exits.Select(e =>
    {
        var full = query.Exits.First(f => f.Exit.IsFull && f.Exit.Tower == e.Exit.Tower);
        return full with { Exit = e.Exit };
    })]);
}
