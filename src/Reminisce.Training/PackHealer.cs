using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Healing;
using Reminisce.Training.Packs;

namespace Reminisce.Training;

/// <summary>Heals the tower of pictures or of sounds of a pack: low-rank adapters, window by window from shallow to deep, so that shallow exits do better, merged into the stages at the end.</summary>
/// <remarks>
/// An exit's states are the same for every deeper exit, so activations stay resumable; they are not those of the pack before, whose
/// activations must not be resumed (the fingerprint tells them apart). Every twelfth picture or fourth sound is held out to
/// calibrate. Pictures also learn from captions; sounds learn from their own fine embeddings alone, and their heads stay. Not safe for
/// concurrent use of one work or output folder. (Paper: D2.)
/// </remarks>
public static class PackHealer
{
    /// <summary>Heals, then writes the new pack.</summary>
    /// <param name="options">The pack, data, folders and choices.</param>
    /// <param name="time">The clock, for the time left.</param>
    /// <param name="cancellationToken">Stops between steps, after a checkpoint.</param>
    /// <returns>The manifest of the pack that was written.</returns>
    /// <exception cref="ArgumentException">The output or the work folder is the pack or in it, a window ends at no exit, or no product is among the targets.</exception>
    /// <exception cref="NotSupportedException">The pack has neither pictures that texts can search nor sounds that stand alone, sounds are given heads that change or views, or an operator of a stage has no gradient; the message names it and the path.</exception>
    /// <exception cref="InvalidDataException">The data is damaged, too small or constant, or a checkpoint is of a run with other settings.</exception>
    /// <exception cref="InvalidOperationException">The loss is no longer finite; the last checkpoint is intact.</exception>
    /// <exception cref="ModelPackException">The pack is refused, for instance because it is of another version.</exception>
    public static PackManifest Heal(PackHealOptions options, TimeProvider time, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        PackCopy.RequireOther(options.PackFolder, options.OutputFolder, options.WorkFolder);
        if (options.Rank == 0 && options.Heads == HealedHeads.Keep)
        {
            throw new ArgumentException("With rank 0 there are no adapters, and heads that are to stay leave nothing to do; give a rank, or refit or train the heads.", nameof(options));
        }

        if (options.Protection > 0 && options.SmallestView < 1)
        {
            throw new ArgumentException("States of whole pictures cannot be kept while the first window sees parts of them; leave out the protection or the views.", nameof(options));
        }

        var pack = ModelPack.Open(options.PackFolder);
        var progress = new BuildProgress(options.Progress, cancellationToken);
        var settings = Settings(options);
        return SoundData.IsIn(options.DataFolder)
            ? new SoundHealing(pack, options, time, progress).Run(settings, cancellationToken)
            : HealPictures(pack, options, settings, time, progress, cancellationToken);
    }

    private static PackManifest HealPictures(ModelPack pack, PackHealOptions options, HealingSettings settings, TimeProvider time, BuildProgress progress, CancellationToken cancellationToken)
    {
        var tower = pack.Manifest.Towers.FirstOrDefault(t => t.Modality == PackModality.Image)
            ?? throw new NotSupportedException($"The pack '{pack.Manifest.Name}' has no tower of pictures; sounds are healed on a folder with sounds.tsv.");
        var images = CaptionData.ReadTrain(options.DataFolder);
        var kept = pack.Manifest.HeldOut ?? PackPairBuilder.HeldOut;

        var taps = TapCache.Get(
            pack,
            tower.Name,
            $"train {images.Count}",
            () => Contents(images),
            options.WorkFolder,
            options.Threads,
            share => progress.Report("Running the tower", share),
            cancellationToken);
        CaptionedImage[] all = [.. images.Where((_, i) => !kept.Contains(i))];
        CaptionedImage[] fit = [.. all.Take(options.Items)];
        CaptionedImage[] heldOut = [.. images.Where((_, i) => kept.Contains(i))];
        int[] rows = [.. Enumerable.Range(0, images.Count).Where(i => !kept.Contains(i)).Take(options.Items)];
        var fitTaps = taps.Select(m => m.SelectRows(rows)).ToArray();

        var heads = HealingStart.Heads(pack, tower, fitTaps, () => Contents(fit), options.Heads == HealedHeads.Keep, settings, cancellationToken);
        Spread.Require(heads[^1].Embed(fitTaps[^1]));
        var asked = Ask(pack, tower, fit, options.Threads, cancellationToken);
        var ofItem = asked.Targets.Select((item, row) => (item, row)).ToLookup(p => p.item, p => p.row);
        int[][] own = [.. fit.Select((_, i) => ofItem[i].ToArray())];
        var data = new HealingData(Contents(fit), HealingStart.Fine(heads, fitTaps, asked), asked.Queries, own);

        var layers = tower.Exits.Select(e => e.Layer).ToArray();
        var windows = HealingWindow.Choose(layers, options.Windows, () => HealingStart.PredictedExits(pack, tower, exit => heads[exit].Embed(fitTaps[exit])));
        var healing = new TowerHealing(pack, tower, data, settings, options.WorkFolder, time);
        var (stages, healed) = healing.Run(windows, heads, TowerHealing.Report(options, progress, windows, layers), cancellationToken);
        progress.Report("Writing", 0);
        var manifest = new HealedPack(pack, tower, stages, healed, settings).Write(options, all, heldOut, windows, cancellationToken);
        progress.Report("Writing", 1);
        return manifest;
    }

    private static HealingSettings Settings(PackHealOptions options) => new()
    {
        Targets = options.Rank == 0 ? AdapterTargets.None : options.Targets,
        Rank = options.Rank,
        TrainsHeads = options.Heads == HealedHeads.Train,
        Epochs = options.Epochs,
        Rate = options.Rate,
        Contrast = options.Contrast,
        Protection = options.Protection,
        SmallestView = options.SmallestView,
        LastExitOnly = options.LastExitOnly,
        Seed = options.Seed,
        Threads = options.Threads,
    };

    /// <summary>Captions as queries for their pictures.</summary>
    internal static RiskPredictor.Asked Ask(ModelPack pack, PackTower tower, IReadOnlyList<CaptionedImage> images, int threads, CancellationToken cancellationToken) => new(
        QueryTaps.Run(pack, tower.Name, [.. images.SelectMany(i => i.Captions)], threads, cancellationToken),
        [.. images.SelectMany((image, i) => image.Captions.Select(_ => i))]);

    internal static IReadOnlyList<AIContent> Contents(IEnumerable<CaptionedImage> images) =>
        [.. images.Select(i => (AIContent)new DataContent(File.ReadAllBytes(i.Path), "image/jpeg"))];
}
