using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce audit</c>: what the owner of a memory should know.</summary>
internal static class AuditCommand
{
    public static Command Create()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON object instead of the table." };
        var most = new Option<int>("--most") { Description = "List at most so many findings of a kind; all are counted.", HelpName = "COUNT", DefaultValueFactory = _ => 20 };
        var command = new Command("audit", """
            Look through a memory for duplicates, loops, secrets, and for what is stale, lost, too large or never used.

            Nothing is changed and no content is printed, only ids and reasons.
              ExactDuplicate, NearDuplicate   a sweep compacts them:     reminisce sweep
              Loop                            recalled text stored as new evidence, or gists that stand for each other
              Secret                          a key, card number or password in plain words:   reminisce erase --id ID
              Stale                           too weak to come to mind:  reminisce sweep
              Orphan                          a link that leads nowhere, or a memory without a vector
              Oversized                       split it into memories of their own
              NeverRecalled                   stored for 90 days and never used

            Exit code: 0 when nothing was found that needs a hand, 3 when there are loops, secrets or orphans, 1 for an error.
              reminisce audit --store ~/my-memory
              reminisce audit --store ~/my-memory --json > audit.json
            """) { json, most };
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            var options = new AuditOptions { MaximumFindings = result.GetValue(most) };
            var report = await services.GetRequiredService<IMemoryMaintenance>().AuditAsync(options, cancellationToken).ConfigureAwait(false);
            await Console.Out.WriteAsync(result.GetValue(json) ? report.ToJson() + "\n" : report.ToText()).ConfigureAwait(false);
            return report.Counts.Any(c => c is { Findings: > 0, Kind: AuditFindingKind.Loop or AuditFindingKind.Secret or AuditFindingKind.Orphan }) ? 3 : 0;
        });
    }
}
