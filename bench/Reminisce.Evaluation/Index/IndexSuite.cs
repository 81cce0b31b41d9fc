using System.Text.Json.Nodes;

namespace Reminisce.Evaluation;

/// <summary>The local vector store against the raw native index, exact scans and bare SQLite, over the same vectors in one run.</summary>
internal static class IndexSuite
{
    public static async Task<JsonObject> RunAsync(IndexOptions options, CancellationToken cancellationToken)
    {
        var progress = new Progress();
        using var folder = WorkFolder.Create(options);
        progress.Say($"making {options.Rows:N0} vectors");
        var run = new IndexRun(options, folder, new Dataset(options, options.Rows), progress, cancellationToken);
        SelfCheck.RequireSameVectors(run.Data);
        var report = new JsonObject
        {
            ["seed"] = options.Seed,
            ["rows"] = options.Rows,
            ["dims"] = options.Dimensions,
            ["dist"] = options.Distribution,
            ["ef"] = options.Ef,
            ["top"] = IndexOptions.Top,
            ["queries"] = options.Queries,
        };

        using (var raw = new RawRival(options, options.Rows))
        {
            report["instruction_set"] = raw.HardwareAcceleration;
            await WriteAsync(run, raw, report);
            using var store = run.OpenStore();
            await store.SettleAsync(run.Data.Queries[0], run.Stop);
            store.RequireGraph();
            Add(run, report, await new SearchMeasurement(run, store, raw).RunAsync());
            Add(run, report, await new AllocationMeasurement(run, store).RunAsync());
            Add(run, report, await new ThroughputMeasurement(run, store, raw).RunAsync());
            Add(run, report, new JsonObject { ["filtered"] = await new FilterMeasurement(run, store).RunAsync() });
            if (options.CompareRows > 0)
            {
                Add(run, report, await new RowsMeasurement(run, store).RunAsync());
            }
        }

        var truth = await ChurnAsync(run, report);
        report["peak_rss_mb"] = ProcessMemory.PeakMegabytes is { } peak ? Math.Round(peak) : null;
        Add(run, report, await new OpeningMeasurement(run, truth).RunAsync());
        if (report["churn_recall_at_10"] is { } churned)
        {
            report["churn_loss"] = Math.Round(report["fresh_recall_at_10"]!.GetValue<double>() - churned.GetValue<double>(), 4);
        }

        return report;
    }

    private static async Task WriteAsync(IndexRun run, RawRival raw, JsonObject report)
    {
        using (var store = run.OpenStore())
        {
            Add(run, report, await new WriteMeasurement(run, store, raw).RunAsync());
        }

        // Closed, so that the log is folded into the database and the last snapshot is written.
        report["bytes_per_row"] = Math.Round(WorkFolder.Bytes(run.StoreFolder) / (double)run.Data.Rows, 1);
    }

    private static async Task<Truth> ChurnAsync(IndexRun run, JsonObject report)
    {
        report["churn_rounds"] = run.Options.ChurnRounds;
        if (run.Options.ChurnRounds == 0)
        {
            report["churn_recall_at_10"] = null;
            return Truth.Of(run.Data);
        }

        using var store = run.OpenStore();
        await store.SettleAsync(run.Data.Queries[0], run.Stop);
        return await new ChurnMeasurement(run, store).RunAsync(report);
    }

    // A long run that is ended early has said by then what it had measured.
    private static void Add(IndexRun run, JsonObject report, JsonObject part)
    {
        run.Progress.Say(part.ToJsonString());
        foreach (var (key, value) in part)
        {
            report[key] = value?.DeepClone();
        }
    }
}
