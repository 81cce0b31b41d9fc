using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary><c>reminisce export</c>: writes memories to a folder.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("FOLDER") { Description = "Where memories.jsonl and the folder media go; it must not hold an export already." };
        var noMedia = new Option<bool>("--no-media") { Description = "Leave out copies of original pictures and sounds." };
        var command = new Command("export", """
            Write all memories, with everything about them, to a folder as JSON Lines and copies of originals.

            It is not encrypted. reminisce import takes it in again without loss.
              reminisce export ~/backups/memories --store ~/my-memory
            """) { folder, noMedia };
        return new MemoryPlace().On(command, async (services, result, cancellationToken) =>
        {
            var report = await services.GetRequiredService<IMemoryMaintenance>().ExportAsync(
                result.GetRequiredValue(folder).FullName, new ExportOptions { IncludeMedia = !result.GetValue(noMedia) }, cancellationToken).ConfigureAwait(false);
            Console.WriteLine($"{report.Memories} memories and {report.MediaFiles} originals written to {report.File}; {report.MediaMissing} originals were not there or had changed. SHA-256 {report.Sha256}");
            return 0;
        });
    }
}
