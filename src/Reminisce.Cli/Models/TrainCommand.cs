using System.CommandLine;
using System.Globalization;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model train</c>: trains a small encoder pair from nothing and writes it as a pack.</summary>
internal static class TrainCommand
{
    private const string Help = """
        Train a small image and text encoder pair from nothing on this processor, and write it as a model pack.

        The data folder holds flickr8k/captions.tsv and flickr8k/images (only the train split is read), and may hold tinyimages32/
        (small pictures with classes) and text/ (rated pairs of sentences). Both towers learn from the features that a pretrained
        vision transformer, the teacher, gives of the pictures; its weights do not go into the pack. A run that was stopped goes on from --work.
        The shipped pack is what this gives, in about an hour and three quarters on two cores:

          reminisce model train --data ../shared/data --teacher ../shared/models/deit-tiny/model.onnx --work artifacts/train --out packs/mini --threads 2

        Train the image tower of such a pack further; its text tower stays as it is:

          reminisce model train --from packs/mini --text-steps 0 --steps 400 --data ../shared/data --teacher ../shared/models/deit-tiny/model.onnx --work artifacts/further --out packs/further
        """;

    public static Command Create()
    {
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of the data.", Required = true };
        var work = new Option<DirectoryInfo>("--work") { Description = "Folder of checkpoints.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the pack; created, a pack in it is replaced.", Required = true };
        var teacher = new Option<FileInfo>("--teacher") { Description = "ONNX file of a vision transformer to learn features from.", Required = true };
        var from = new Option<DirectoryInfo?>("--from") { Description = "Pack of an earlier training to go on from." };
        var views = new Option<int>("--views") { Description = "Views of each picture that the teacher is asked about.", DefaultValueFactory = _ => 3 };
        var small = new Option<int?>("--small-pictures") { Description = "Pictures of tinyimages32 that the teacher is asked about too [default: 24000 where there are any]." };
        var blend = new Option<float>("--blend") { Description = "Largest share of another picture laid over a picture, half of the time.", DefaultValueFactory = _ => 0.5f };
        var decay = new Option<float>("--decay") { Description = "Weight decay of the image tower on pictures with captions.", DefaultValueFactory = _ => 0.5f };
        var seed = new Option<int>("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads; results repeat for one number.", DefaultValueFactory = _ => 1 };
        var labelledSteps = new Option<int>("--labelled-steps") { Description = "Steps on pictures with classes, 0 for none.", DefaultValueFactory = _ => 1900 };
        var textSteps = new Option<int>("--text-steps") { Description = "Steps of the text tower; 0 keeps that of --from.", DefaultValueFactory = _ => 800 };
        var steps = new Option<int>("--steps") { Description = "Steps of the image tower on pictures with captions.", DefaultValueFactory = _ => 2000 };
        var furtherSteps = new Option<int>("--further-steps") { Description = "Steps of a second cycle of the same, 0 for none.", DefaultValueFactory = _ => 0 };
        var command = new Command("train", Help) { data, work, output, teacher, seed, threads, labelledSteps, textSteps, steps, furtherSteps, from, views, small, blend, decay };
        command.SetAction((result, cancellationToken) => Task.FromResult(Run(
            new TrainedPackOptions
            {
                DataFolder = result.GetRequiredValue(data).FullName,
                WorkFolder = result.GetRequiredValue(work).FullName,
                OutputFolder = result.GetRequiredValue(output).FullName,
                TeacherFile = result.GetRequiredValue(teacher).FullName,
                Seed = result.GetValue(seed),
                Threads = result.GetValue(threads),
                LabelledSteps = result.GetValue(labelledSteps),
                TextSteps = result.GetValue(textSteps),
                Steps = result.GetValue(steps),
                FurtherSteps = result.GetValue(furtherSteps),
                FromPack = result.GetValue(from)?.FullName,
                Views = result.GetValue(views),
                SmallPictures = result.GetValue(small),
                Blend = result.GetValue(blend),
                WeightDecay = result.GetValue(decay),
                Progress = new StepReport(),
            },
            cancellationToken)));
        return command;
    }

    private static int Run(TrainedPackOptions options, CancellationToken cancellationToken)
    {
        try
        {
            TrainedPackBuilder.Build(options, TimeProvider.System, cancellationToken);
            return InspectCommand.Run(new DirectoryInfo(options.OutputFolder));
        }
        catch (OperationCanceledException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"Stopped. The same command goes on from '{options.WorkFolder}'.");
            return 130;
        }
        catch (Exception e) when (e is IOException or InvalidDataException or InvalidOperationException or ModelPackException or UnauthorizedAccessException)
        {
            ConsoleOutput.Error.MarkupLineInterpolated($"[red]{e.Message}[/]");
            return 1;
        }
    }

    private sealed class StepReport : IProgress<TrainingProgress>
    {
        private const int Every = 10;

        public void Report(TrainingProgress value)
        {
            if (value.Step % Every == 0 || value.Step == value.Steps)
            {
                ConsoleOutput.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{value.Part,-9} {value.Step}/{value.Steps}  loss {value.Loss:f4}  parts {string.Join(' ', value.Figures.Select(f => f.ToString("f3", CultureInfo.InvariantCulture)))}  gradient {value.GradientNorm:f2}  left {value.Left:hh\\:mm\\:ss}"));
            }
        }
    }
}
