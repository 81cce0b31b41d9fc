using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Healing;

/// <summary>Writes a healed pack: new stages and heads, everything that depends on them fitted and measured again.</summary>
/// <param name="pack">The pack before; it is only read.</param>
/// <param name="tower">The tower that was healed.</param>
/// <param name="stages">Its healed stages.</param>
/// <param name="trained">Its heads, as they were while it was trained.</param>
/// <param name="settings">How it was healed.</param>
internal sealed class HealedPack(ModelPack pack, PackTower tower, IReadOnlyList<ModelProto> stages, IReadOnlyList<ExitHead> trained, HealingSettings settings)
{
    private const double HeadRidge = 0.1;

    /// <summary>Writes the pack.</summary>
    /// <param name="options">Folders, and whether heads are refitted.</param>
    /// <param name="fit">Pictures to fit heads, picture queries and the predictor on.</param>
    /// <param name="heldOut">Pictures to calibrate on.</param>
    /// <param name="windows">The windows, for the model card.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    public PackManifest Write(PackHealOptions options, IReadOnlyList<CaptionedImage> fit, IReadOnlyList<CaptionedImage> heldOut, IReadOnlyList<HealingWindow> windows, CancellationToken cancellationToken)
    {
        // Running the healed tower needs a pack; the manifest of this one has no queries yet.
        var keeps = options.Heads == HealedHeads.Keep;
        var healed = new HealedTower(pack, tower, stages);
        var draft = healed.Write(Path.Combine(options.WorkFolder, "draft"), keeps ? null : trained, out _);
        var fitTaps = Taps(draft, fit, "fit", options, cancellationToken);
        var heldOutTaps = Taps(draft, heldOut, "heldout", options, cancellationToken);
        var fitAsked = PackHealer.Ask(pack, tower, fit, settings.Threads, cancellationToken);
        var heads = options.Heads == HealedHeads.Refit ? AskedHeads.Fit(fitTaps, fitAsked) : trained;
        var items = heads.Select((h, i) => h.Embed(heldOutTaps[i])).ToArray();
        var (all, targets) = PackHealer.Ask(pack, tower, heldOut, settings.Threads, cancellationToken);
        int[] first = [.. Enumerable.Range(0, targets.Length).Where(i => i == 0 || targets[i] != targets[i - 1])];
        var asked = all.Select(q => q.SelectRows(first)).ToArray();

        var manifest = healed.Write(options.OutputFolder, keeps ? null : heads, out var writer).Manifest;
        var queries = new List<PackQueryHead>();
        var byImage = heads.Select((h, i) => i == heads.Count - 1 ? h : ExitHead.From(Ridge.Fit(fitTaps[^1], h.Embed(fitTaps[i]), HeadRidge), fitTaps[^1], 1, new Random(settings.Seed))).ToArray();
        var byText = Calibration.MeasureExits(asked, items, healed.FalseAcceptRate);
        var byItem = Calibration.MeasureExits([.. byImage.Select(h => h.Embed(heldOutTaps[^1]))], items, healed.FalseAcceptRate);
        foreach (var head in pack.Manifest.QueryHeads)
        {
            var exit = head.Target == tower.Name ? tower.Exits.ToList().FindIndex(e => e.Layer == head.Layer) : -1;
            if (head.Tower == tower.Name)
            {
                // What is asked with a picture stands where the picture does, but for its own shallow exits.
                var file = exit >= 0 && exit < heads.Count - 1
                    ? writer.Add(PackParts.FileName(tower.Name, $"query_{tower.Name}", head.Layer), HeadGraphs.Build(byImage[exit], tower))
                    : manifest.Towers.First(t => t.Name == tower.Name).Exits[^1].Head;
                queries.Add(head with { File = file, Calibration = exit >= 0 ? byItem[exit] : head.Calibration });
            }
            else
            {
                queries.Add(exit >= 0 ? head with { Calibration = byText[exit] } : head);
            }
        }

        var superficial = tower.Exits.ToList().FindIndex(e => e.Layer == tower.SuperficialLayer);
        var predictor = RiskPredictor.Fit(
            RiskPredictor.See(heads, byImage, fitTaps, superficial),
            fitAsked,
            RiskPredictor.See(heads, byImage, heldOutTaps, superficial),
            new RiskPredictor.Asked(all, targets),
            byText,
            [.. tower.Exits.Select(e => e.Layer)],
            superficial,
            settings.Seed + 3);
        var recall = all.Select((q, i) => Pairing.PairTraining.Ranks(q, items[i], targets).Count(r => r <= 10) / (double)targets.Length).ToArray();
        var card = HealedModelCard.Write(pack, tower, settings, Math.Min(options.Items, fit.Count), options.Heads, windows, $"{heldOut.Count} pictures held out, with all their captions", "R@10", recall);
        return healed.Complete(writer, manifest, queries, predictor, card);
    }

    private IReadOnlyList<Matrix> Taps(ModelPack draft, IReadOnlyList<CaptionedImage> images, string name, PackHealOptions options, CancellationToken cancellationToken) =>
        TapCache.Get(draft, tower.Name, $"{name} {images.Count}", () => PackHealer.Contents(images), options.WorkFolder, settings.Threads, null, cancellationToken);
}
