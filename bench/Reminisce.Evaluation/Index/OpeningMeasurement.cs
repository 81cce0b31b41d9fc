using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>Opening without a snapshot, which builds the graph from the rows, and with one; each until the first answer of the graph.</summary>
/// <remarks>
/// Nothing of the rivals is in memory any more: the peak is what the store itself takes while it builds and searches.
/// The graph built here is also the fresh one that the churned one is compared with.
/// </remarks>
internal sealed class OpeningMeasurement(IndexRun run, Truth truth)
{
    private const int Openings = 3;

    public async Task<JsonObject> RunAsync()
    {
        run.Data.Release();
        var isReset = ProcessMemory.TryResetPeak();
        var before = ProcessMemory.ResidentMegabytes;
        Array.ForEach(Directory.GetFiles(Path.Combine(run.StoreFolder, "index"), "*.hnsw"), File.Delete);
        run.Progress.Say("rebuilding the graph from the rows");
        var (rebuild, _, answers) = await OpenAsync(answers: true);
        var peak = isReset ? ProcessMemory.PeakMegabytes : null;
        var snapshot = WorkFolder.Bytes(Path.Combine(run.StoreFolder, "index"));
        var opened = new List<(double Graph, double First)>();
        for (var i = 0; i < Openings; i++)
        {
            run.Progress.Say("opening from the snapshot");
            var (graph, first, _) = await OpenAsync(answers: false);
            opened.Add((graph.TotalSeconds, first.TotalSeconds));
        }

        var open = Samples.Median([.. opened.Select(one => one.Graph)]);
        return new JsonObject
        {
            ["open_seconds"] = Math.Round(open, 3),
            ["open_first_answer_seconds"] = Math.Round(Samples.Median([.. opened.Select(one => one.First)]), 3),
            ["rebuild_seconds"] = Figures.Seconds(rebuild),
            ["open_ratio_rebuild"] = Figures.Ratio(open, rebuild.TotalSeconds),
            ["snapshot_bytes"] = snapshot,
            ["fresh_recall_at_10"] = truth.Recall(answers!),
            ["store_rss_before_mb"] = Rounded(before),
            ["store_peak_rss_mb"] = Rounded(peak),
        };
    }

    private async Task<(TimeSpan Graph, TimeSpan First, long[]?[]? Answers)> OpenAsync(bool answers)
    {
        var start = Stopwatch.GetTimestamp();
        using var store = run.OpenStore();

        // Until the graph is there, answers come from the rows.
        await store.SearchAsync(run.Data.Queries[0]);
        var first = Stopwatch.GetElapsedTime(start);
        await store.SettleAsync(run.Data.Queries[0], run.Stop);
        store.RequireGraph();
        await store.SearchAsync(run.Data.Queries[0]);
        var graph = Stopwatch.GetElapsedTime(start);
        return (graph, first, answers ? await ChurnMeasurement.AnswersAsync(run, store) : null);
    }

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number) : null;
}
