using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary>Runs a training that writes a pack, shows its steps, and turns what can go wrong into a message and an exit code.</summary>
internal static class TrainingRun
{
    public static int Run(DirectoryInfo output, Func<IProgress<BuildStep>, PackManifest> build)
    {
        try
        {
            StepBars.Run(build);
            return InspectCommand.Run(output);
        }
        catch (OperationCanceledException)
        {
            ConsoleOutput.Error.MarkupLine("Stopped. The same command goes on from what is in --work.");
            return 130;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or ArgumentException or InvalidOperationException or NotSupportedException or ModelPackException or ContentException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }
}
