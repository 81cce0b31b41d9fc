using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce import</c>: takes an export in.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "The folder that reminisce export wrote." };
        var replace = new Option<bool>("--replace") { Description = "Replace memories that are there already; else they stay. A less trusted one never replaces a more trusted." };
        var command = new Command("import", """
            Take an export into a memory. All of it is checked before anything is stored; an interrupted import is completed by a second one.

            Scope and trust are taken as written: import what you trust.
              reminisce import ~/backups/memories --store ~/my-memory
            """) { folder, replace };
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            var options = new ImportOptions { Existing = result.GetValue(replace) ? ExistingMemory.Replace : ExistingMemory.Keep };
            var report = await services.GetRequiredService<IMemoryMaintenance>().ImportAsync(result.GetRequiredValue(folder).FullName, options, progress: null, cancellationToken).ConfigureAwait(false);
            foreach (var failure in report.Failed)
            {
                await Console.Error.WriteLineAsync($"line {failure.Line}: {failure.Reason}").ConfigureAwait(false);
            }

            Console.WriteLine($"{report.Added} added, {report.Replaced} replaced, {report.Kept} kept as they were, {report.Encoded} embedded anew, {report.Failed.Count} failed.");
            return report.Failed.Count == 0 ? 0 : 3;
        });
    }
}
