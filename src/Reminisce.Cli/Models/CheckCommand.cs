using System.CommandLine;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model check</c>: runs a pack and says whether it does what it declares.</summary>
internal static class CheckCommand
{
    private const string Help = """
        Check a pack: every file against pack.json, embeddings of every exit, resuming from activations, and with captioned pictures the
        calibration of queries, the predictor, and accuracy by exit. Exit code 1 when something is not as expected.

          reminisce model check --pack packs/deit-healed --data ../shared/data/flickr8k
        """;

    public static Command Create()
    {
        var pack = new Option<DirectoryInfo>("--pack") { Description = "Folder of the pack; it is only read.", Required = true };
        var data = new Option<DirectoryInfo?>("--data") { Description = "Folder of captioned pictures. Default: drawn noise." };
        var split = new Option<string>("--split") { Description = "Split that is read.", DefaultValueFactory = _ => "dev" };
        var items = new Option<int>("--items") { Description = "Most pictures.", DefaultValueFactory = _ => 200 };
        var command = new Command("check", Help) { pack, data, split, items };
        command.SetAction((given, cancellationToken) => RunAsync(
            new PackCheckOptions
            {
                PackFolder = given.GetRequiredValue(pack).FullName,
                DataFolder = given.GetValue(data)?.FullName,
                Split = given.GetValue(split)!,
                Items = given.GetValue(items),
            },
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(PackCheckOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await PackChecker.CheckAsync(options, cancellationToken).ConfigureAwait(false);
            var table = new Table().AddColumns("what", "found", "expected", "good");
            foreach (var row in rows)
            {
                table.AddRow(Markup.Escape(row.What), Markup.Escape(row.Found), Markup.Escape(row.Expected), row.IsGood ? "yes" : "[red]no[/]");
            }

            AnsiConsole.Write(table);
            return rows.All(r => r.IsGood) ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or NotSupportedException or ModelPackException or ContentException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }
}
