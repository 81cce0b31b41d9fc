using System.CommandLine;
using System.Globalization;
using Reminisce.Encoders;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model inspect</c>: verifies a pack and says what is in it.</summary>
internal static class InspectCommand
{
    public static Command Create()
    {
        var pack = new Argument<DirectoryInfo>("PACK") { Description = "Folder with pack.json." };
        var command = new Command("inspect", "Verify every file of a model pack against pack.json and list towers, exits and sizes.") { pack };
        command.SetAction(result => Run(result.GetRequiredValue(pack)));
        return command;
    }

    public static int Run(DirectoryInfo folder)
    {
        ModelPack pack;
        try
        {
            pack = ModelPack.Open(folder.FullName);
        }
        catch (Exception e) when (e is IOException or ModelPackException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }

        var manifest = pack.Manifest;
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"[bold]{manifest.Name} {manifest.Version}[/]  {manifest.License}");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{manifest.Description}");
        AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"{manifest.Dimensions} dimensions, {Megabytes(manifest.Files.Values.Sum(f => f.Bytes))} in {manifest.Files.Count} files, all as pack.json says; fingerprint {pack.Fingerprint}");
        var table = new Table().AddColumns("tower", "blocks", "width", "tokens", "exits", "predictor", "size");
        foreach (var tower in manifest.Towers)
        {
            table.AddRow(
                tower.Name,
                Text(tower.Layers),
                Text(tower.Width),
                Text(tower.MaxTokens),
                string.Join(", ", tower.Exits.Select(e => e.Layer)),
                tower.Predictor is null ? "none" : $"after {tower.SuperficialLayer}",
                Megabytes(manifest.Files.Where(f => f.Key.StartsWith(tower.Name + "/", StringComparison.Ordinal)).Sum(f => f.Value.Bytes)));
        }

        AnsiConsole.Write(table);
        return 0;
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");
}
