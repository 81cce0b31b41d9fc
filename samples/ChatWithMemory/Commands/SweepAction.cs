using System.Globalization;
using ChatWithMemory.Hosting;
using Reminisce.Memory;

namespace ChatWithMemory.Commands;

/// <summary>Forgets what is redundant or unused, or says what it would forget.</summary>
internal sealed class SweepAction(bool dryRun) : IChatAction
{
    public async Task<int> RunAsync(MemoryHost host, CancellationToken cancellationToken)
    {
        var report = await host.Memory.SweepAsync(new SweepOptions { DryRun = dryRun }, cancellationToken);
        foreach (var step in report.Steps)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.Action.ToString().ToLowerInvariant()} {step.Items.Count}: {step.Reason}"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{(report.DryRun ? "A sweep would leave" : "The sweep left")} {report.ItemsAfter} of {report.ItemsBefore} memories in ordinary recall."));
        if (report.Id is { } id)
        {
            Console.WriteLine($"Take it back with: --undo {id}");
        }

        return 0;
    }
}
