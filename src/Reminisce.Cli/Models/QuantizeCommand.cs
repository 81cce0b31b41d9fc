using System.CommandLine;
using System.Globalization;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model quantize</c>: writes a pack anew with smaller weights.</summary>
internal static class QuantizeCommand
{
    private const string Help = """
        Write a model pack anew with smaller weights in its stages. The pack that is read is never changed.

          fp16  stored in 16 bits, multiplied in 32: half the file, next to nothing lost
          int8  multiplied in 8 bits, a scale for each column of weights and each token: about a quarter of the file, and faster
          int4  stored in 4 bits, a scale for every 32 weights: about a sixth of the file; compare the vectors before you use it

        Tables, positions and convolutions are stored in 16 bits in all three; norms, biases and heads stay as they are. The new pack
        has a fingerprint of its own: memories that one pack encoded are not searched with the other. How close the vectors are shows
        the suite 'quantised' of bench/Reminisce.Evaluation.

          reminisce model quantize --pack packs/deit-tiny --weights int8 --out packs/deit-tiny-int8
        """;

    public static Command Create()
    {
        var pack = new Option<DirectoryInfo>("--pack") { Description = "Folder of the pack to read.", Required = true };
        var weights = new Option<WeightFormat>("--weights") { Description = "fp16, int8 or int4.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the new pack; created, a pack in it is replaced.", Required = true };
        var name = new Option<string?>("--name") { Description = "Name of the new pack. Default: the old one and the format." };
        var command = new Command("quantize", Help) { pack, weights, output, name };
        command.SetAction((given, cancellationToken) => Task.FromResult(Run(
            new PackQuantizationOptions
            {
                PackFolder = given.GetRequiredValue(pack).FullName,
                OutputFolder = given.GetRequiredValue(output).FullName,
                Weights = given.GetRequiredValue(weights),
                Name = given.GetValue(name),
            },
            cancellationToken)));
        return command;
    }

    private static int Run(PackQuantizationOptions options, CancellationToken cancellationToken)
    {
        try
        {
            var report = StepBars.Run(progress =>
            {
                options.Progress = progress;
                return PackQuantizer.Quantize(options, cancellationToken);
            });
            AnsiConsole.MarkupLineInterpolated(
                CultureInfo.InvariantCulture,
                $"{report.Matrices} matrices quantised; {report.BytesBefore / 1e6:0.0} MB became {report.BytesAfter / 1e6:0.0} MB");
            return InspectCommand.Run(new DirectoryInfo(options.OutputFolder));
        }
        catch (OperationCanceledException)
        {
            ConsoleOutput.Error.MarkupLine("Stopped. What was written is no pack yet; the same command begins anew.");
            return 130;
        }
        catch (Exception e) when (e is IOException or ArgumentException or SourceModelException or ModelPackException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }
}
