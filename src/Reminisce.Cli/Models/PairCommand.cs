using System.CommandLine;
using Reminisce.Encoders;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model pair</c>: gives a pack of pictures words.</summary>
internal static class PairCommand
{
    private const string Help = """
        Give a pack of pictures words: train a text tower and the heads of every exit on captions. The pictures' tower stays as it is.

        The data folder holds captions.tsv and images/; only its split train is read. Running the tower over all pictures takes longest;
        what it gives is kept in --work.

          reminisce model build --from ../shared/models/deit-tiny --out packs/deit-tiny
          reminisce model pair --pack packs/deit-tiny --data ../shared/data/flickr8k --work artifacts/pair --out packs/deit-words
        """;

    public static Command Create()
    {
        var pack = new Option<DirectoryInfo>("--pack") { Description = "Folder of the pack; it is only read.", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of captioned pictures.", Required = true };
        var work = new Option<DirectoryInfo>("--work") { Description = "Folder for what takes long to compute.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the new pack; created, a pack in it is replaced.", Required = true };
        var epochs = new Option<int>("--epochs") { Description = "How often all pictures are visited.", DefaultValueFactory = _ => 20 };
        var oneHead = new Option<bool>("--one-head") { Description = "Give every exit the head of the full depth, to measure what heads of their own are worth." };
        var seed = new Option<int>("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads; results repeat for one number.", DefaultValueFactory = _ => 1 };
        var command = new Command("pair", Help) { pack, data, work, output, epochs, oneHead, seed, threads };
        command.SetAction((result, cancellationToken) => Task.FromResult(TrainingRun.Run(
            result.GetRequiredValue(output),
            bars => PackPairBuilder.Build(
                new PackPairOptions
                {
                    PackFolder = result.GetRequiredValue(pack).FullName,
                    DataFolder = result.GetRequiredValue(data).FullName,
                    WorkFolder = result.GetRequiredValue(work).FullName,
                    OutputFolder = result.GetRequiredValue(output).FullName,
                    Epochs = result.GetValue(epochs),
                    OneHead = result.GetValue(oneHead),
                    Seed = result.GetValue(seed),
                    Threads = result.GetValue(threads),
                    Progress = bars,
                },
                TimeProvider.System,
                cancellationToken))));
        return command;
    }
}
