using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>The report as a Markdown table, the targets beside the figures.</summary>
internal static class IndexTable
{
    private static readonly (string Key, string Meaning, Target? Target)[] s_figures =
    [
        ("recall_at_10", "recall@10", Target.Least(0.95)),
        ("raw_recall_at_10", "recall@10 of the raw index", null),
        ("p50_us", "p50 of a search, microseconds", null),
        ("p99_us", "p99 of a search, microseconds", null),
        ("p50_ratio_raw", "p50 / p50 of the raw index", Target.Most(1.25)),
        ("speedup_exact", "p50 of the exact SIMD scan / p50", Target.Least(8)),
        ("p50_ratio_rows", "p50 / p50 of the small store", Target.Most(3)),
        ("queries_per_second_2_threads", "queries/s on two threads", null),
        ("raw_queries_per_second_2_threads", "queries/s on two threads, raw index", null),
        ("allocated_bytes_besides_results", "bytes allocated per search besides the results", Target.Most(2048)),
        ("upsert_ratio", "upsert rows/s / (raw index + bare SQLite)", Target.Least(0.7)),
        ("upsert_rows_per_second", "upsert rows/s", null),
        ("open_seconds", "opening from the snapshot, seconds", null),
        ("rebuild_seconds", "opening without it, seconds", null),
        ("open_ratio_rebuild", "opening with / without the snapshot", Target.Most(0.05)),
        ("bytes_per_row", "bytes per row on the disk", null),
        ("churn_recall_at_10", "recall@10 after the churn", null),
        ("fresh_recall_at_10", "recall@10 of a graph built afresh from the same rows", null),
        ("churn_loss", "recall@10 lost by the churn", Target.Most(0.01)),
        ("store_peak_rss_mb", "peak MB while the store alone rebuilds and searches", Target.Most(4096)),
        ("peak_rss_mb", "peak MB of everything, rivals and data included", null),
    ];

    public static void Write(JsonObject report, TextWriter output)
    {
        FigureTable.Write(report, s_figures, output);
        WriteFilters((JsonObject)report["filtered"]!, output);
    }

    private static void WriteFilters(JsonObject filtered, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("| filter | recall@10 | p50 us | exact in memory, us | exact in the store, us | / unfiltered | within 2x exact in memory | within 2x exact in the store | within 3x unfiltered |");
        output.WriteLine("|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, node) in filtered)
        {
            var fresh = (JsonObject)node!;
            WriteFilter($"{name} fresh", fresh, fresh, output);
            WriteFilter($"{name} repeated", (JsonObject)fresh["repeated"]!, fresh, output);
        }
    }

    private static void WriteFilter(string name, JsonObject figures, JsonObject rivals, TextWriter output)
    {
        var (inMemory, inStore, unfiltered) = (Get(figures, "p50_ratio_exact_memory"), Get(figures, "p50_ratio_exact_store"), Get(figures, "p50_ratio_unfiltered"));
        output.WriteLine(
            $"| {name} | {FigureTable.Format(Get(figures, "recall_at_10"))} | {FigureTable.Format(Get(figures, "p50_us"))} | {FigureTable.Format(Get(rivals, "exact_memory_p50_us"))} | {FigureTable.Format(Get(rivals, "exact_store_p50_us"))} | " +
            $"{FigureTable.Format(unfiltered)} | {FigureTable.Met(inMemory <= 2)} ({FigureTable.Format(inMemory)}) | {FigureTable.Met(inStore <= 2)} ({FigureTable.Format(inStore)}) | {FigureTable.Met(unfiltered <= 3)} |");
    }

    private static double Get(JsonObject figures, string key) => figures[key]!.GetValue<double>();
}
