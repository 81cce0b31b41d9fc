using System.Globalization;
using System.Text;
using Reminisce.Encoders;
using Reminisce.Training.Exits;
using Reminisce.Training.Packs;
using Reminisce.Training.Quantization;

namespace Reminisce.Training;

/// <summary>Writes a pack anew with smaller weights in its stages.</summary>
/// <remarks>
/// Heads, query heads, predictors and their calibration stay as they are; so do norms and biases. Tables and convolutions are stored in
/// 16 bits. The new pack has another fingerprint: its vectors are close to those of the old one, but a store that was filled by
/// one is not searched with the other. Not safe for concurrent use of one output folder; memory is about four times the largest stage.
/// </remarks>
public static class PackQuantizer
{
    private const string Card = "MODEL_CARD.md";
    private const int MostNameLength = 64;

    /// <summary>Writes the new pack.</summary>
    /// <param name="options">Both folders, and the format.</param>
    /// <param name="cancellationToken">Checked between stages; a pack that was not finished has no manifest.</param>
    /// <returns>The manifest, and what was gained.</returns>
    /// <exception cref="ModelPackException">The pack is damaged, or quantised already.</exception>
    /// <exception cref="SourceModelException">A stage cannot be read or loaded.</exception>
    /// <exception cref="ArgumentException">No format is given, or the output would change the pack that is read.</exception>
    public static PackQuantizationReport Quantize(PackQuantizationOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Weights == WeightFormat.AsIs)
        {
            throw new ArgumentException("Weights should be Fp16, Int8 or Int4, but are AsIs; a pack that stays as it is can be copied.", nameof(options));
        }

        PackCopy.RequireOther(options.PackFolder, options.OutputFolder);
        var progress = new BuildProgress(options.Progress, cancellationToken);
        var pack = ModelPack.Open(options.PackFolder);
        var manifest = pack.Manifest;
        foreach (var tower in manifest.Towers.Where(t => t.Weights is PackTower.Int8Weights or PackTower.Int4Weights || t.Weights == NameOf(options.Weights)))
        {
            throw new ModelPackException(PackManifest.FileName, $"weights of tower '{tower.Name}' that were not quantised before", $"'{tower.Weights}'");
        }

        var stages = manifest.Towers.SelectMany(t => t.Stages).Select(s => s.File).ToHashSet(StringComparer.Ordinal);
        var writer = new PackWriter(options.OutputFolder);
        var (matrices, done) = (0, 0);
        foreach (var path in manifest.Files.Keys)
        {
            var content = pack.ReadFile(path);
            if (stages.Contains(path))
            {
                var stage = StageQuantizer.Apply(path, content, options.Weights);
                (content, matrices) = (stage.Graph, matrices + stage.Matrices);
                progress.Report("Quantising stages", ++done / (double)stages.Count);
            }

            if (path != Card)
            {
                writer.Add(path, content);
            }
        }

        var before = manifest.Files.TryGetValue(Card, out _) ? Encoding.UTF8.GetString(pack.ReadFile(Card)).TrimEnd() + "\n\n" : $"# {manifest.Name}\n\n";
        writer.Add(Card, Encoding.UTF8.GetBytes(before + QuantizationCard.Write(options.Weights, $"{manifest.Name} {manifest.Version} (fingerprint {pack.Fingerprint})", manifest.QueryHeads.Count > 0)));
        var written = writer.Complete(manifest with
        {
            Name = options.Name ?? Rename(manifest.Name, options.Weights),
            Description = $"{manifest.Description} Stage weights in {NameOf(options.Weights)}.".TrimStart(),
            Towers = [.. manifest.Towers.Select(t => t with { Weights = NameOf(options.Weights) })],
        });
        using (EarlyExitEncoder.Open(options.OutputFolder))
        {
            // Opening reads every file as the product does; a pack that it refuses must not be left behind as a good one.
        }

        return new PackQuantizationReport(written, matrices, manifest.Files.Values.Sum(f => f.Bytes), written.Files.Values.Sum(f => f.Bytes));
    }

    /// <summary>Gives the name of a format in manifests.</summary>
    internal static string? NameOf(WeightFormat format) => format switch
    {
        WeightFormat.Fp16 => PackTower.Fp16Weights,
        WeightFormat.Int8 => PackTower.Int8Weights,
        WeightFormat.Int4 => PackTower.Int4Weights,
        _ => null,
    };

    private static string Rename(string name, WeightFormat format)
    {
        var suffix = "-" + NameOf(format);
        return name[..Math.Min(name.Length, MostNameLength - suffix.Length)] + suffix;
    }
}
