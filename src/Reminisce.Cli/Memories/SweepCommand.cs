using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce sweep</c> and <c>reminisce undo</c>: forgetting that can be taken back.</summary>
internal static class SweepCommand
{
    public static Command Create()
    {
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would happen." };
        var items = new Option<int?>("--items") { Description = "At most so many memories stay in ordinary recall.", HelpName = "COUNT" };
        var bytes = new Option<long?>("--bytes") { Description = "They may cost at most so many bytes.", HelpName = "COUNT" };
        var days = new Option<double?>("--days") { Description = "What is older fades however strong it is.", HelpName = "DAYS" };
        var command = new Command("sweep", """
            Forget: compact near-duplicates into gists, let weak memories fade, meet a budget. Pinned and recent memories are never touched.

            Every step is journaled. Bytes go with the first sweep after the 30 days in which this one can be undone.
              reminisce sweep --store ~/my-memory --dry-run
              reminisce sweep --store ~/my-memory --bytes 500000000
              reminisce undo ID --store ~/my-memory
            """) { dryRun, items, bytes, days };
        var scope = new ScopeOptions(command);
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            var report = await services.GetRequiredService<IMemory>().SweepAsync(
                new SweepOptions
                {
                    DryRun = result.GetValue(dryRun),
                    Scope = scope.Read(result),
                    MaximumItems = result.GetValue(items),
                    MaximumBytes = result.GetValue(bytes),
                    MaximumAge = result.GetValue(days) is { } age ? TimeSpan.FromDays(age) : null,
                },
                cancellationToken).ConfigureAwait(false);
            foreach (var step in report.Steps)
            {
                Console.WriteLine($"{step.Action,-8}{step.Items.Count,6}  {step.Reason}");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{report.ItemsBefore} memories in ordinary recall, {report.ItemsAfter} after; {report.BytesBefore} bytes, {report.BytesAfter} once it can no longer be undone."));
            Console.WriteLine(report.DryRun ? "Nothing was changed." : report.Id is { } id ? $"To take it back: reminisce undo {id}" : "There was nothing to do.");
            return 0;
        });
    }

    public static Command CreateUndo()
    {
        var id = new Argument<Guid>("ID") { Description = "The id that reminisce sweep printed." };
        var command = new Command("undo", "Take a sweep back: every memory is as it was before it.") { id };
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            var restored = await services.GetRequiredService<IMemory>().UndoAsync(result.GetValue(id), cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{restored} memories are as they were before.");
            return 0;
        });
    }
}
