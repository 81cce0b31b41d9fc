using System.Text;
using Google.Protobuf;
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
        var draft = WriteTower(Path.Combine(options.WorkFolder, "draft"), trained, keeps, out _);
        var fitTaps = Taps(draft, fit, "fit", options, cancellationToken);
        var heldOutTaps = Taps(draft, heldOut, "heldout", options, cancellationToken);
        var fitAsked = PackHealer.Ask(pack, tower, fit, settings.Threads, cancellationToken);
        var heads = options.Heads == HealedHeads.Refit ? HealingStart.Refit(fitTaps, fitAsked) : trained;
        var items = heads.Select((h, i) => h.Embed(heldOutTaps[i])).ToArray();
        var (all, targets) = PackHealer.Ask(pack, tower, heldOut, settings.Threads, cancellationToken);
        int[] first = [.. Enumerable.Range(0, targets.Length).Where(i => i == 0 || targets[i] != targets[i - 1])];
        var asked = all.Select(q => q.SelectRows(first)).ToArray();

        WriteTower(options.OutputFolder, heads, keeps, out var writer);
        var manifest = Manifest(writer, keeps);
        var queries = new List<PackQueryHead>();
        var byImage = heads.Select((h, i) => i == heads.Count - 1 ? h : ExitHead.From(Ridge.Fit(fitTaps[^1], h.Embed(fitTaps[i]), HeadRidge), fitTaps[^1], 1, new Random(settings.Seed))).ToArray();
        var byText = Calibration.MeasureExits(asked, items, Rate);
        var byItem = Calibration.MeasureExits([.. byImage.Select(h => h.Embed(heldOutTaps[^1]))], items, Rate);
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
        var (predictor, choice) = RiskPredictor.Fit(
            RiskPredictor.See(heads, byImage, fitTaps, superficial),
            fitAsked,
            RiskPredictor.See(heads, byImage, heldOutTaps, superficial),
            new RiskPredictor.Asked(all, targets),
            byText,
            [.. tower.Exits.Select(e => e.Layer)],
            superficial,
            settings.Seed + 3);
        var predicts = new PackPredictor(writer.Add(PredictorFile, predictor.Build("predictor")), 0) { Choice = choice };
        var recall = all.Select((q, i) => Pairing.PairTraining.Ranks(q, items[i], targets).Count(r => r <= 10) / (double)targets.Length).ToArray();
        writer.Add("MODEL_CARD.md", Encoding.UTF8.GetBytes(HealedModelCard.Write(pack, tower, settings, options, heldOut.Count, windows, recall)));
        return writer.Complete(manifest with
        {
            Files = new Dictionary<string, PackFile>(writer.Files),
            QueryHeads = queries,
            Towers = [.. manifest.Towers.Select(t => t.Name == tower.Name ? t with { Predictor = predicts } : t)],
        });
    }

    private string PredictorFile => $"{tower.Name}/predictor.onnx";

    private double Rate => pack.Manifest.FloorFalseAcceptRate > 0 ? pack.Manifest.FloorFalseAcceptRate : Pairing.PairPack.FalseAcceptRate;

    private ModelPack WriteTower(string folder, IReadOnlyList<ExitHead> heads, bool keeps, out PackWriter writer)
    {
        writer = new PackWriter(folder);
        var replaced = tower.Stages.Select(s => s.File)
            .Concat(tower.Exits.Select(e => e.Head))
            .Concat(pack.Manifest.QueryHeads.Where(h => h.Tower == tower.Name).Select(h => h.File))
            .Append("MODEL_CARD.md")
            .Append(tower.Predictor?.File ?? PredictorFile)
            .ToHashSet(StringComparer.Ordinal);
        replaced.ExceptWith(tower.Exits.Where(_ => keeps).Select(e => e.Head));
        PackCopy.Run(pack, writer, replaced.Contains);
        for (var i = 0; i < stages.Count; i++)
        {
            writer.Add(PackParts.FileName(tower.Name, "stage", tower.Exits[i].Layer), stages[i].ToByteArray());
            if (!keeps)
            {
                writer.Add(PackParts.FileName(tower.Name, "head", tower.Exits[i].Layer), HeadGraphs.Build(heads[i], tower));
            }
        }

        writer.Complete(Manifest(writer, keeps));
        return ModelPack.Open(folder);
    }

    private PackManifest Manifest(PackWriter writer, bool keeps) => pack.Manifest with
    {
        Description = $"{pack.Manifest.Name}, its tower {tower.Name} healed; see MODEL_CARD.md.",
        Files = new Dictionary<string, PackFile>(writer.Files),
        QueryHeads = [],
        Towers = [.. pack.Manifest.Towers.Select(t => t.Name != tower.Name ? t : t with
        {
            Stages = [.. t.Stages.Select(s => s with { File = PackParts.FileName(t.Name, "stage", s.ToLayer) })],
            Exits = [.. t.Exits.Select(e => keeps ? e : e with { Head = PackParts.FileName(t.Name, "head", e.Layer) })],
            Predictor = null,
        })],
    };

    private IReadOnlyList<Matrix> Taps(ModelPack draft, IReadOnlyList<CaptionedImage> images, string name, PackHealOptions options, CancellationToken cancellationToken) =>
        TapCache.Get(draft, tower.Name, $"{name} {images.Count}", () => PackHealer.Contents(images), options.WorkFolder, settings.Threads, null, cancellationToken);
}
