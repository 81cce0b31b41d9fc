using System.CommandLine;
using System.Globalization;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model inspect</c>: verifies a pack and says what is in it.</summary>
internal static class InspectCommand
{
    private const string Help = """
        Verify every file of a model pack against pack.json and list its towers.

        A row for each tower: its transformer blocks, numbers per token, tokens of an item (for text the most), the blocks after which
        encoding may stop, where the predictor decides, and in which numbers the stages' weights are stored, by share of bytes.
        A pack that breaks a rule of docs/model-packs.md is refused with the file, what was expected and what was found.

          reminisce model inspect models/reminisce-mini
        """;

    public static Command Create()
    {
        var pack = new Argument<DirectoryInfo>("PACK") { Description = "Folder with pack.json." };
        var command = new Command("inspect", Help) { pack };
        command.SetAction(result => Run(result.GetRequiredValue(pack)));
        return command;
    }

    public static int Run(DirectoryInfo folder)
    {
        try
        {
            Show(ModelPack.Open(folder.FullName));
            return 0;
        }
        catch (Exception e) when (e is IOException or ModelPackException or SourceModelException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }

    private static void Show(ModelPack pack)
    {
        var manifest = pack.Manifest;
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{manifest.Name} {manifest.Version}[/]  {manifest.License}");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{manifest.Description}");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{manifest.Dimensions} dimensions, {Megabytes(manifest.Files.Values.Sum(f => f.Bytes))} in {manifest.Files.Count} files, all as pack.json says; fingerprint {pack.Fingerprint}");
        var table = new Table().AddColumns("tower", "blocks", "width", "tokens", "exits", "predictor", "weights", "size");
        foreach (var tower in manifest.Towers)
        {
            table.AddRow(
                tower.Name,
                Text(tower.Layers),
                Text(tower.Width),
                Text(tower.MaxTokens),
                string.Join(", ", tower.Exits.Select(e => e.Layer)),
                tower.Predictor is null ? "none" : $"after {tower.SuperficialLayer}",
                Shares(WeightSurvey.Of(pack, tower)),
                Megabytes(manifest.Files.Where(f => f.Key.StartsWith(tower.Name + "/", StringComparison.Ordinal)).Sum(f => f.Value.Bytes)));
        }

        AnsiConsole.Write(table);
    }

    private static string Shares(IReadOnlyList<WeightShare> weights)
    {
        var all = Math.Max(1, weights.Sum(w => w.Bytes));
        return string.Join("\n", weights.Where(w => w.Bytes * 100 >= all).Select(w => string.Create(CultureInfo.InvariantCulture, $"{w.Type} {100 * w.Bytes / all} %")));
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
