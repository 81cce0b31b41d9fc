using System.Text.Json.Nodes;
using Reminisce.Memory;

namespace Reminisce.Evaluation;

/// <summary>The cost of a day, beside the same day with every item encoded to full depth in the same batches.</summary>
internal sealed class IngestSuite(IEarlyExitEncoder encoder, string folder, Progress progress, int? thumbnailSide = null)
{
    private const int Batch = 64;

    public async Task<JsonObject> RunAsync(IReadOnlyList<MemoryInput> day, CancellationToken cancellationToken)
    {
        var now = day[^1].OccurredAt!.Value.AddHours(1);
        var full = new FullDepthEncoder(encoder);

        // Sessions are loaded and code is compiled before the clock runs: the first batch goes to two stores that are thrown away.
        foreach (var (name, warm) in new[] { ("warm", encoder), ("warm-full", full) })
        {
            await using var store = new IngestStore(Path.Combine(folder, name), warm, now, thumbnailSide);
            await store.TakeInAsync([.. day.Take(Batch)], cancellationToken);
        }

        await using var product = new IngestStore(Path.Combine(folder, "product"), encoder, now, thumbnailSide);
        await using var rival = new IngestStore(Path.Combine(folder, "full"), full, now, thumbnailSide);
        var isPeakOfRun = ProcessMemory.TryResetPeak();
        foreach (var (batch, i) in day.Chunk(Batch).Select((batch, i) => (batch, i)))
        {
            // In turns, and not always in the same order, so that a noisy machine disturbs both alike.
            foreach (var store in i % 2 == 0 ? new[] { product, rival } : [rival, product])
            {
                await store.TakeInAsync(batch, cancellationToken);
            }

            progress.Say($"{Math.Min((i + 1) * Batch, day.Count)} of {day.Count} items");
        }

        var peak = ProcessMemory.PeakMegabytes;
        return new JsonObject
        {
            ["items"] = product.Stored,
            ["pictures"] = day.Count(input => !input.Media.IsEmpty),
            ["items_per_second"] = Math.Round(product.Stored / product.Elapsed.TotalSeconds, 2),
            ["items_per_second_full"] = Math.Round(rival.Stored / rival.Elapsed.TotalSeconds, 2),
            ["cpu_seconds_per_item"] = Math.Round(product.Processor.TotalSeconds / product.Stored, 5),
            ["cpu_seconds_per_item_full"] = Math.Round(rival.Processor.TotalSeconds / rival.Stored, 5),
            ["cpu_ratio"] = Figures.Ratio(product.Processor.TotalSeconds, rival.Processor.TotalSeconds),
            ["overhead_ms_per_item"] = Math.Round(product.Overhead.TotalMilliseconds / product.Stored, 3),
            ["overhead_cpu_ms_per_item"] = Math.Round(product.OverheadProcessor.TotalMilliseconds / product.Stored, 3),
            ["peak_mb"] = peak is null ? null : Math.Round(peak.Value, 1),
            ["peak_covers_run_only"] = isPeakOfRun,
            ["bytes_per_item"] = Math.Round(await product.FileBytesAsync(cancellationToken) / (double)product.Stored),
            ["bytes_per_item_full"] = Math.Round(await rival.FileBytesAsync(cancellationToken) / (double)rival.Stored),
        };
    }
}
