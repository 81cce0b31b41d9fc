using System.CommandLine;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model build-mini</c>: builds the provisional pack.</summary>
internal static class BuildMiniCommand
{
    private const string Help = """
        Build the provisional pack reminisce-mini from captioned images, without gradients and without downloads.

        The data folder holds flickr8k/captions.tsv and flickr8k/images, and may hold text/ (STS, SICK, Cranfield) and
        dialogues/. Only the train split is read. The same data and seed give the same pack. Takes some minutes and 4 GB.

          reminisce model build-mini --data ../shared/data --out models/reminisce-mini
        """;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of the data.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the pack; created, a pack in it is replaced.", Required = true };
        var seed = new Option<int>("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 7 };
        var command = new Command("build-mini", Help) { data, output, seed };
        command.SetAction((result, cancellationToken) => Task.FromResult(
            Run(result.GetRequiredValue(data), result.GetRequiredValue(output), result.GetValue(seed), cancellationToken)));
        return command;
    }

    private static int Run(DirectoryInfo data, DirectoryInfo output, int seed, CancellationToken cancellationToken)
    {
        try
        {
            StepBars.Run(progress => MiniPackBuilder.Build(
                new MiniPackOptions { DataFolder = data.FullName, OutputFolder = output.FullName, Seed = seed, Progress = progress },
                cancellationToken));
            return InspectCommand.Run(output);
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }
}
