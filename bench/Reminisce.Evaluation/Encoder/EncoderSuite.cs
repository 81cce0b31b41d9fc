using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>What early exits, resuming and releasing stages cost, beside doing without them.</summary>
internal static class EncoderSuite
{
    /// <summary>What <c>--part</c> takes.</summary>
    public static string[] Parts { get; } = ["codec", "memory", "chain", "deciding", "resuming"];

    private static readonly (string Key, string Meaning, Target? Target)[] s_figures =
    [
        ("chain_ratio", "chain of resident stages / uncut model, batch 8", Target.Most(1.05)),
        ("depth_deviation", "cost of an exit over its depth, furthest from 1", Target.Most(0.10)),
        ("depth_line_deviation", "the same after the cost before the first block is taken off", Target.Most(0.10)),
        ("depth_fixed_share", "share of the full cost that is spent before the first block", null),
        ("bucketed_speedup", "items/s of exit buckets / deciding layer by layer, all threads on an item", Target.Least(1.3)),
        ("bucketed_speedup_item_a_thread", "the same against one item a thread", null),
        ("divided_speedup", "batches divided into runs that fit a core's cache / a run a batch on all threads", null),
        ("layerwise_memory_ratio", "peak of layer-wise / resident stages, eight items a batch", Target.Most(0.35)),
        ("layerwise_memory_ratio_undivided", "the same, the whole batch in one run", Target.Most(0.35)),
        ("resume_ratio", "finishing 50 from INT4 at mean depth half / encoding them", Target.Most(0.6)),
        ("int4_cosine", "cosine of INT4-resumed to exact, mean", Target.Least(0.995)),
        ("int8_cosine", "cosine of INT8-resumed to exact, mean", Target.Least(0.9995)),
        ("int4_encode_gb_per_second", "INT4 encode, GB/s of floats on one core", Target.Least(2)),
        ("int4_decode_gb_per_second", "INT4 decode", Target.Least(2)),
        ("int8_encode_gb_per_second", "INT8 encode", Target.Least(2)),
        ("int8_decode_gb_per_second", "INT8 decode", Target.Least(2)),
        ("allocated_bytes_per_item_besides_results", "managed bytes for one more item of a batch besides the results", Target.Most(0)),
        ("allocated_bytes_per_batch", "managed bytes of a batch, however many items", null),
    ];

    public static async Task<JsonObject> RunAsync(TowerBench bench, CancellationToken cancellationToken)
    {
        var report = new JsonObject { ["tower"] = bench.Tower.Description.Name, ["tokens"] = bench.Tower.Description.MaxTokens, ["items"] = bench.Items.Count, ["seed"] = 1 };
        await AddAsync(bench, report, "codec", () => Task.FromResult(CodecMeasurement.Run(bench.Tower.Description)));
        await AddAsync(bench, report, "memory", () => MemoryMeasurement.RunAsync(bench, cancellationToken));
        await AddAsync(bench, report, "chain", () => ChainMeasurement.RunAsync(bench, cancellationToken));
        await AddAsync(bench, report, "deciding", () => DecidingMeasurement.RunAsync(bench, cancellationToken));
        await AddAsync(bench, report, "resuming", () => ResumeMeasurement.RunAsync(bench, cancellationToken));
        FigureTable.Write(report, s_figures, Console.Out);
        return report;
    }

    private static async Task AddAsync(TowerBench bench, JsonObject report, string what, Func<Task<JsonObject>> measure)
    {
        if (bench.Parts?.Contains(what) == false)
        {
            return;
        }

        bench.Progress.Say(what);
        var measured = await measure();

        // What was measured is not lost when a long run is ended.
        bench.Progress.Say(measured.ToJsonString());
        foreach (var (key, value) in measured)
        {
            report[key] = value?.DeepClone();
        }
    }
}
