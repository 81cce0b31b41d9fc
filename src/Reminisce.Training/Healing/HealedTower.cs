using Google.Protobuf;
using Reminisce.Encoders;
using Reminisce.Training.Exits;
using Reminisce.Training.Onnx.Proto;
using Reminisce.Training.Packs;

namespace Reminisce.Training.Healing;

/// <summary>Writes a pack with healed stages: first so that it can be run, then with all that depends on them.</summary>
/// <param name="pack">The pack before; it is only read.</param>
/// <param name="tower">The tower that was healed.</param>
/// <param name="stages">Its healed stages.</param>
internal sealed class HealedTower(ModelPack pack, PackTower tower, IReadOnlyList<ModelProto> stages)
{
    // Who reads a version sees at once that it is not the pack before.
    private const string Mark = "+healed";

    public string PredictorFile => $"{tower.Name}/predictor.onnx";

    /// <summary>Share of unrelated pairs above the floor of a calibration.</summary>
    public double FalseAcceptRate => pack.Manifest.FloorFalseAcceptRate > 0 ? pack.Manifest.FloorFalseAcceptRate : Pairing.PairPack.FalseAcceptRate;

    /// <summary>Writes the pack without queries and predictor.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="heads">The heads, or null where those of the pack stay.</param>
    /// <param name="writer">What wrote it, for what is still missing.</param>
    public ModelPack Write(string folder, IReadOnlyList<ExitHead>? heads, out PackWriter writer)
    {
        writer = new PackWriter(folder);
        var replaced = tower.Stages.Select(s => s.File)
            .Concat(tower.Exits.Select(e => e.Head))
            .Concat(pack.Manifest.QueryHeads.Where(h => h.Tower == tower.Name).Select(h => h.File))
            .Append("MODEL_CARD.md")
            .Append(tower.Predictor?.File ?? PredictorFile)
            .ToHashSet(StringComparer.Ordinal);
        replaced.ExceptWith(tower.Exits.Where(_ => heads is null).Select(e => e.Head));
        PackCopy.Run(pack, writer, replaced.Contains);
        for (var i = 0; i < stages.Count; i++)
        {
            writer.Add(PackParts.FileName(tower.Name, "stage", tower.Exits[i].Layer), stages[i].ToByteArray());
            if (heads is not null)
            {
                writer.Add(PackParts.FileName(tower.Name, "head", tower.Exits[i].Layer), HeadGraphs.Build(heads[i], tower));
            }
        }

        writer.Complete(Manifest(writer, keeps: heads is null));
        return ModelPack.Open(folder);
    }

    /// <summary>Makes the pack whole.</summary>
    /// <param name="writer">What wrote it so far.</param>
    /// <param name="manifest">Its description so far.</param>
    /// <param name="queries">Its queries.</param>
    /// <param name="predictor">The tower's predictor and the choice of depth.</param>
    /// <param name="card">The model card.</param>
    public PackManifest Complete(PackWriter writer, PackManifest manifest, IReadOnlyList<PackQueryHead> queries, (Heads.PredictorModel Model, PackExitChoice Choice) predictor, string card)
    {
        var predicts = new PackPredictor(writer.Add(PredictorFile, predictor.Model.Build("predictor")), 0) { Choice = predictor.Choice };
        writer.Add("MODEL_CARD.md", System.Text.Encoding.UTF8.GetBytes(card));
        return writer.Complete(manifest with
        {
            Files = new Dictionary<string, PackFile>(writer.Files),
            FloorFalseAcceptRate = FalseAcceptRate,
            QueryHeads = queries,
            Towers = [.. manifest.Towers.Select(t => t.Name == tower.Name ? t with { Predictor = predicts } : t)],
        });
    }

    private PackManifest Manifest(PackWriter writer, bool keeps) => pack.Manifest with
    {
        Version = pack.Manifest.Version.Contains(Mark, StringComparison.Ordinal) ? pack.Manifest.Version : pack.Manifest.Version + Mark,
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
}
