using ChatWithMemory.Hosting;
using ChatWithMemory.Import;
using Reminisce.Memory;

namespace ChatWithMemory.Commands;

/// <summary>Takes in a folder and says what became of it.</summary>
internal sealed class ImportAction(string folder, bool verbose) : IChatAction
{
    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        // The pace is real even when the clock of the answers stands still.
        var import = new FolderImport(host.Memory, host.Clock);
        var report = await Screen.WithProgressAsync("Importing", bar => import.RunAsync(folder, new Screen.Callback<ImportProgress>(step =>
        {
            bar.Report((step.Done, step.Total));
            if (verbose)
            {
                Console.Error.WriteLine($"acknowledged {step.Acknowledged}");
            }
        }), cancellationToken));
        foreach (var skipped in report.Skipped)
        {
            await Console.Error.WriteLineAsync($"Skipped {skipped.Name}: {skipped.Reason}");
        }

        Console.WriteLine(Summary(report, await host.Memory.GetStatisticsAsync(CancellationToken.None)));
        var nothingDone = report.Added + report.Duplicates == 0 && report.Skipped.Count > 0;
        return report.Stopped ? 130 : nothingDone ? 1 : 0;
    }

    private static string Summary(FolderImportReport report, MemoryStatistics statistics)
    {
        var items = statistics.Items + statistics.Cold;
        var perItem = items == 0 ? 0 : statistics.TotalBytes / items;
        var stopped = report.Stopped ? "Stopped after the batch in work; import again to go on.\n" : "";
        return FormattableString.Invariant(
            $"{stopped}added {report.Added}, duplicates {report.Duplicates}, skipped {report.Skipped.Count}\n{report.ItemsPerSecond:0.0} items/s; the store has {items} memories in {statistics.TotalBytes} bytes, {perItem} bytes per item");
    }
}
