using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.VectorData;
using Reminisce.Encoders;
using Reminisce.Memory;

namespace Reminisce.Cli;

/// <summary>The options that say which memory a command works on, and how it is opened.</summary>
internal sealed class MemoryPlace
{
    private readonly Option<DirectoryInfo> _store = new("--store") { Description = "The folder of the memory: the one with store.db, or the one above it. No other program may have it open.", HelpName = "FOLDER", Required = true };
    private readonly Option<DirectoryInfo> _pack = new("--pack") { Description = "The model pack it was filled with.", HelpName = "FOLDER", DefaultValueFactory = _ => new DirectoryInfo("models/reminisce-mini") };

    /// <summary>Adds the options to a command and lets it run on the memory; what a user can mend is said in one line.</summary>
    public Command On(Command command, Func<IServiceProvider, ParseResult, CancellationToken, Task<int>> run)
    {
        command.Add(_store);
        command.Add(_pack);
        command.SetAction(async (result, cancellationToken) =>
        {
            try
            {
                var services = Open(result.GetRequiredValue(_store), result.GetRequiredValue(_pack));
                await using (services.ConfigureAwait(false))
                {
                    return await run(services, result, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is IOException or ModelPackException or UnauthorizedAccessException or VectorStoreException or MemoryImportException
                or InvalidOperationException or ArgumentException or FormatException or NotSupportedException)
            {
                await Console.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
                return 1;
            }
        });
        return command;
    }

    /// <summary>Finds the folder that holds the files of a memory; none is made.</summary>
    public static string FolderOf(DirectoryInfo named)
    {
        foreach (var folder in new[] { named.FullName, Path.Combine(named.FullName, "memory") })
        {
            if (File.Exists(Path.Combine(folder, "store.db")))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException($"There is no memory in '{named.FullName}': neither it nor its folder 'memory' holds a store.db. Give --store the folder of one.");
    }

    private static ServiceProvider Open(DirectoryInfo store, DirectoryInfo pack)
    {
        var folder = FolderOf(store);
        if (!File.Exists(Path.Combine(pack.FullName, "pack.json")))
        {
            throw new DirectoryNotFoundException($"'{pack.FullName}' is no model pack: it has no pack.json. Give --pack the folder of the pack that the memory was filled with.");
        }

        return new ServiceCollection().AddReminisce(options => (options.StorePath, options.PackPath) = (folder, pack.FullName)).BuildServiceProvider();
    }
}
