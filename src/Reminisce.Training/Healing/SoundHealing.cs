using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Healing;

/// <summary>Heals a tower of sounds that no words search, by self-distillation alone.</summary>
/// <remarks>
/// (Paper: D2.) At every exit a clip is drawn to its own embedding at full depth before healing, and where contrast has a weight, it must
/// find that embedding among those of other clips. Heads stay: a hundred clips are too few to fit any to. Labels are not read.
/// </remarks>
/// <param name="pack">The pack; it is only read.</param>
/// <param name="options">The choices.</param>
/// <param name="time">The clock, for the time left.</param>
/// <param name="progress">Told of steps.</param>
internal sealed class SoundHealing(ModelPack pack, PackHealOptions options, TimeProvider time, BuildProgress progress)
{
    private const int HeldOutEvery = 4;
    private const int LargestBatch = 16;

    /// <summary>Heals, then writes the new pack.</summary>
    /// <param name="settings">Adapters, loss and rates.</param>
    /// <param name="cancellationToken">Stops between steps, after a checkpoint.</param>
    public PackManifest Run(HealingSettings settings, CancellationToken cancellationToken)
    {
        var tower = Tower();
        var clips = SoundData.ReadTrain(options.DataFolder);
        var fit = SoundData.Contents(clips.Where((_, i) => i % HeldOutEvery != 0).Take(options.Items));
        var heldOut = SoundData.Contents(clips.Where((_, i) => i % HeldOutEvery == 0));
        progress.Report("Running the tower", 0);
        var before = Embed(pack, tower, fit, cancellationToken);
        progress.Report("Running the tower", 1);
        Spread.Require(before[^1], "sounds");

        settings = settings with { Batch = Math.Min(LargestBatch, fit.Count), Captions = 1, Candidates = fit.Count };
        Matrix[] fine = [.. before.Select(_ => before[^1])];
        var data = new HealingData(fit, fine, fine, [.. fit.Select((_, i) => new[] { i })]);
        var layers = tower.Exits.Select(e => e.Layer).ToArray();
        var windows = HealingWindow.Choose(layers, options.Windows, () => HealingStart.PredictedExits(pack, tower, exit => before[exit]));
        var (stages, _) = new TowerHealing(pack, tower, data, settings, options.WorkFolder, time).Run(windows, [], TowerHealing.Report(options, progress, windows, layers), cancellationToken);

        progress.Report("Writing", 0);
        var healed = new HealedTower(pack, tower, stages);
        var draft = healed.Write(Path.Combine(options.WorkFolder, "draft"), heads: null, out _);
        var (fitted, measured) = (Embed(draft, tower, fit, cancellationToken), Embed(draft, tower, heldOut, cancellationToken));
        var calibrations = Calibration.MeasureExits(Own(measured).Queries, measured, healed.FalseAcceptRate);
        var queries = tower.Exits.Select((e, i) => new PackQueryHead(tower.Name, tower.Name, e.Layer, tower.Exits[^1].Head, calibrations[i])).ToArray();
        var superficial = Array.IndexOf(layers, tower.SuperficialLayer);
        var predictor = RiskPredictor.Fit(See(fitted), Own(fitted), See(measured), Own(measured), calibrations, layers, superficial, settings.Seed + 3);
        var found = measured.Select(m => Calibration.Ranks(measured[^1], m).Count(r => r == 1) / (double)heldOut.Count).ToArray();
        var card = HealedModelCard.Write(pack, tower, settings, fit.Count, options.Heads, windows, $"{heldOut.Count} sounds held out, each looking by its full depth for its own copy", "R@1", found);
        var written = healed.Write(options.OutputFolder, heads: null, out var writer);
        var manifest = healed.Complete(writer, written.Manifest, queries, predictor, card);
        progress.Report("Writing", 1);
        return manifest;

        RiskPredictor.Sight See(IReadOnlyList<Matrix> embeddings) => new(embeddings[superficial], Own(embeddings).Queries, embeddings);
    }

    private PackTower Tower()
    {
        if (options.Heads != HealedHeads.Keep)
        {
            throw new NotSupportedException($"Heads of a tower of sounds can only be kept, as there are no words to fit them to; choose {nameof(HealedHeads)}.{nameof(HealedHeads.Keep)} (--heads Keep).");
        }

        if (options.SmallestView < 1)
        {
            throw new NotSupportedException("Only pictures have views; leave them out for sounds.");
        }

        var tower = pack.Manifest.Towers.FirstOrDefault(t => t.Modality == PackModality.Audio)
            ?? throw new NotSupportedException($"The pack '{pack.Manifest.Name}' has no tower of sounds, and '{options.DataFolder}' has nothing else.");
        return pack.Manifest.QueryHeads.FirstOrDefault(h => (h.Tower == tower.Name) != (h.Target == tower.Name)) is { } other
            ? throw new NotSupportedException($"The pack '{pack.Manifest.Name}' searches {other.Target} by {other.Tower}; what that finds cannot be measured again with sounds alone, so only sounds that stand alone are healed.")
            : tower;
    }

    // What looks for an item at every exit: its own embedding at full depth.
    private static RiskPredictor.Asked Own(IReadOnlyList<Matrix> embeddings) => new([.. embeddings.Select(_ => embeddings[^1])], [.. Enumerable.Range(0, embeddings[0].Rows)]);

    private IReadOnlyList<Matrix> Embed(ModelPack from, PackTower tower, IReadOnlyList<AIContent> items, CancellationToken cancellationToken)
    {
        using var taps = new TowerTaps(from, tower.Name, options.Threads);
        return taps.Embed(items, pack.Manifest.Dimensions, cancellationToken);
    }
}
