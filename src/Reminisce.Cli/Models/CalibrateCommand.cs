using System.CommandLine;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model calibrate</c>: measures how scores move when items are finished.</summary>
internal static class CalibrateCommand
{
    private const string Help = """
        Measure on captioned pictures how the scores of a pack's exits move when items are finished, and write that into pack.json.

        Searches that may stop early (SettleConfidence) leave a candidate coarse when that bound keeps it out of the results.
        Files and fingerprint of the pack do not change. Take a split that nothing is reported on.

          reminisce model calibrate --pack models/reminisce-mini --data ../shared/data/flickr8k --split train
        """;

    public static Command Create()
    {
        var pack = new Option<DirectoryInfo>("--pack") { Description = "Folder of the pack.", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder with captions.tsv and images.", Required = true };
        var split = new Option<string>("--split") { Description = "Split to measure on.", DefaultValueFactory = _ => "train" };
        var items = new Option<int>("--items") { Description = "Pictures, counted from the end of the split.", DefaultValueFactory = _ => 600 };
        var command = new Command("calibrate", Help) { pack, data, split, items };
        command.SetAction(async (result, cancellationToken) =>
        {
            var folder = result.GetRequiredValue(pack);
            try
            {
                var manifest = await PackCalibrator.MeasureMovementsAsync(
                    folder.FullName, result.GetRequiredValue(data).FullName, result.GetValue(split)!, result.GetValue(items), cancellationToken).ConfigureAwait(false);
                foreach (var head in manifest.QueryHeads.Where(h => h.Calibration.Movement is not null))
                {
                    var movement = head.Calibration.Movement!;
                    Console.WriteLine(FormattableString.Invariant(
                        $"{head.Tower} on {head.Target} at {head.Layer}: full score = {movement.Slope:0.00} x coarse + {movement.Intercept:0.00}, spread {movement.Spread:0.00}"));
                }

                return 0;
            }
            catch (Exception e) when (e is IOException or InvalidDataException or ModelPackException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
                return 1;
            }
        });
        return command;
    }
}
