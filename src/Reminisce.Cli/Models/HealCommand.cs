using System.CommandLine;
using System.Globalization;
using Reminisce.Training;
using Spectre.Console;

namespace Reminisce.Cli;

/// <summary><c>reminisce model heal</c>: makes the shallow exits of a pack better.</summary>
internal static class HealCommand
{
    private const string Help = """
        Heal the tower of pictures or sounds of a pack: train low-rank adapters window by window, from shallow to deep, so that shallow exits come nearer
        to the full depth, and merge them into a new pack. Heads go along; activations stay resumable. A run that was stopped goes on
        from --work with the same command.

          reminisce model heal --pack packs/deit-words --data ../shared/data/flickr8k --work artifacts/heal --out packs/deit-healed
          reminisce model heal --pack packs/whisper --data ../shared/data/sounds --work artifacts/sound --out packs/whisper-healed --heads Keep

        Sounds (a folder with sounds.tsv) need no words: each clip learns from its own full depth, so heads are kept. Their last fold is not read.
        """;

    public static Command Create()
    {
        var pack = new Option<DirectoryInfo>("--pack") { Description = "Folder of the pack; it is only read.", Required = true };
        var data = new Option<DirectoryInfo>("--data") { Description = "Folder of captioned pictures (captions.tsv) or of sounds (sounds.tsv).", Required = true };
        var work = new Option<DirectoryInfo>("--work") { Description = "Folder of checkpoints and states.", Required = true };
        var output = new Option<DirectoryInfo>("--out") { Description = "Folder of the new pack; created, a pack in it is replaced.", Required = true };
        var items = new Option<int>("--items") { Description = "Pictures or sounds to heal on.", DefaultValueFactory = _ => 2000 };
        var windows = new Option<int[]>("--windows") { Description = "Layers at which windows end. Default: by the histogram of predicted exits.", AllowMultipleArgumentsPerToken = true };
        var targets = new Option<AdapterTargets[]>("--targets") { Description = "Products that get adapters.", AllowMultipleArgumentsPerToken = true, DefaultValueFactory = _ => [AdapterTargets.All] };
        var heads = new Option<HealedHeads>("--heads") { Description = "Refit: heads stay in training and are fitted anew to the healed tower. Keep: they stay, as those of sounds must. Train: they are trained along." };
        var rank = new Option<int>("--rank") { Description = "Rank of adapters; 0 refits or trains heads alone.", DefaultValueFactory = _ => 8 };
        var epochs = new Option<int>("--epochs") { Description = "How often a window visits all items.", DefaultValueFactory = _ => 3 };
        var rate = new Option<float>("--rate") { Description = "Learning rate.", DefaultValueFactory = _ => 1e-3f };
        var contrast = new Option<float>("--contrast") { Description = "Weight of finding the own captions, or for sounds the own fine embedding, among others, beside coming near to that embedding.", DefaultValueFactory = _ => 1 };
        var protection = new Option<float>("--protection") { Description = "Weight of staying near the unhealed states.", DefaultValueFactory = _ => 0 };
        var view = new Option<float>("--view") { Description = "Least share of a picture that the first window sees, mirrored or not, anew in every step; 1: whole pictures. Not with --protection or sounds.", DefaultValueFactory = _ => 1 };
        var last = new Option<bool>("--last-exit-only") { Description = "Learn for the last exit of a window alone." };
        var seed = new Option<int>("--seed") { Description = "Seed of every random choice.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Threads; results repeat for one number.", DefaultValueFactory = _ => 1 };
        var command = new Command("heal", Help) { pack, data, work, output, items, windows, targets, heads, rank, epochs, rate, contrast, protection, view, last, seed, threads };
        command.SetAction((given, cancellationToken) => Task.FromResult(TrainingRun.Run(
            given.GetRequiredValue(output),
            bars => PackHealer.Heal(
                new PackHealOptions
                {
                    PackFolder = given.GetRequiredValue(pack).FullName,
                    DataFolder = given.GetRequiredValue(data).FullName,
                    WorkFolder = given.GetRequiredValue(work).FullName,
                    OutputFolder = given.GetRequiredValue(output).FullName,
                    Items = given.GetValue(items),
                    Windows = given.GetValue(windows) ?? [],
                    Targets = (given.GetValue(targets) ?? []).Aggregate(AdapterTargets.None, (all, one) => all | one),
                    Heads = given.GetValue(heads),
                    Rank = given.GetValue(rank),
                    Epochs = given.GetValue(epochs),
                    Rate = given.GetValue(rate),
                    Contrast = given.GetValue(contrast),
                    Protection = given.GetValue(protection),
                    SmallestView = given.GetValue(view),
                    LastExitOnly = given.GetValue(last),
                    Seed = given.GetValue(seed),
                    Threads = given.GetValue(threads),
                    Progress = bars,
                    Training = new StepReport(),
                },
                TimeProvider.System,
                cancellationToken))));
        return command;
    }

    private sealed class StepReport : IProgress<TrainingProgress>
    {
        private const int Every = 20;

        public void Report(TrainingProgress value)
        {
            if (value.Step % Every == 0 || value.Step == value.Steps)
            {
                ConsoleOutput.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"step {value.Step}/{value.Steps}  loss {value.Loss:f4}  parts {string.Join(' ', value.Figures.Select(f => f.ToString("f3", CultureInfo.InvariantCulture)))}  left {value.Left:hh\\:mm\\:ss}"));
            }
        }
    }
}
