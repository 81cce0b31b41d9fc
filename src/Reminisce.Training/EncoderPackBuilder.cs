using System.Globalization;
using System.Text;
using Reminisce.Encoders;
using Reminisce.Training.Cutting;
using Reminisce.Training.Import;
using Reminisce.Training.Packs;

namespace Reminisce.Training;

/// <summary>Builds a model pack from an ordinary exported ONNX encoder and its Hugging Face files.</summary>
/// <remarks>
/// Each tower is cut at its transformer blocks and compared with the uncut model before the pack is whole. Every exit gets the source's
/// own end (last norm, pooling, projection) as its head: exits before the last give vectors that were never trained to be compared, so
/// shallow exits are coarse until heads are fitted. Nothing is trained, and there is no predictor: items run to full depth unless a
/// fixed exit is asked for. Not safe for concurrent use of one output folder; memory is about three times the size of the model.
/// </remarks>
public static class EncoderPackBuilder
{
    private const double FalseAcceptRate = 0.001;
    private const long MostLicenceBytes = 1024 * 1024;

    /// <summary>Builds a pack.</summary>
    /// <param name="options">Source, output and choices.</param>
    /// <param name="cancellationToken">Checked between steps; a pack that was not finished has no manifest.</param>
    /// <returns>The manifest, and what was found and measured.</returns>
    /// <exception cref="SourceModelException">The source is missing, damaged, or cannot be cut; the message names the node where the cuts end.</exception>
    /// <exception cref="ModelPackException">What was built breaks a rule of the format, such as a name.</exception>
    public static EncoderPackReport Build(EncoderPackOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var progress = new BuildProgress(options.Progress, cancellationToken);
        List<SourceFolder> folders = [new SourceFolder(options.SourceFolder), .. options.OtherSourceFolders.Select(f => new SourceFolder(f))];
        RequireNamed(folders, options.Models);
        var sources = folders.Select(f => (Folder: f, Models: f.FindModels(options.Models))).ToList();
        var writer = new PackWriter(options.OutputFolder);
        var towers = new List<(PackTower Tower, EncoderTowerReport Report, int Dimensions)>();
        foreach (var (folder, models) in sources)
        {
            var import = new TowerImport(folder, options, writer, progress);
            var before = towers.Count;
            foreach (var path in models)
            {
                AddTowers(path, import, towers, progress);
            }

            AddLicences(folder, writer, before == 0 ? "" : towers[before].Tower.Name + "/");
        }

        var manifest = writer.Complete(Describe(options, folders[0], writer, towers));
        return new EncoderPackReport(TryOut(options, writer, manifest, progress), [.. towers.Select(t => t.Report)]);
    }

    private static void RequireNamed(List<SourceFolder> folders, IReadOnlyList<string> models)
    {
        if (models.FirstOrDefault(m => folders.All(f => f.Model(m) is null)) is { } missing)
        {
            throw new SourceModelException(Path.GetFileName(missing), $"a model inside {string.Join(" or ", folders.Select(f => Path.GetFileName(f.Path)))}", "no file of that name there");
        }
    }

    private static void AddTowers(string path, TowerImport import, List<(PackTower Tower, EncoderTowerReport Report, int Dimensions)> towers, BuildProgress progress)
    {
        var file = Path.GetFileName(path);
        progress.Report($"Reading {file}", 0);
        var model = SourceModel.Load(path);
        progress.Report($"Reading {file}", 1);
        foreach (var input in TowerInput.Find(file, model.Graph))
        {
            if (towers.Any(t => t.Tower.Modality == input.Modality))
            {
                throw new SourceModelException(file, $"the only encoder of {input.Modality}", "a second one; name the files to take with --model");
            }

            towers.Add(import.Run(file, model, input));
        }
    }

    // Licences of further folders go beside their towers, as all of them are called alike.
    private static void AddLicences(SourceFolder folder, PackWriter writer, string inside)
    {
        foreach (var licence in Directory.EnumerateFiles(folder.Path, "LICENSE*").Order(StringComparer.Ordinal).Where(f => new FileInfo(f).Length is > 0 and <= MostLicenceBytes))
        {
            var name = new string([.. Path.GetFileName(licence).Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' ? c : '_')]).TrimEnd('.');
            if (!writer.Files.ContainsKey(inside + name))
            {
                writer.Add(inside + name, File.ReadAllBytes(licence));
            }
        }
    }

    private static PackManifest Describe(EncoderPackOptions options, SourceFolder folder, PackWriter writer, List<(PackTower Tower, EncoderTowerReport Report, int Dimensions)> towers)
    {
        var dimensions = towers.Select(t => t.Dimensions).Distinct().ToList();
        if (dimensions.Count > 1)
        {
            throw new SourceModelException(
                Path.GetFileName(folder.Path),
                "towers whose embeddings have one number of dimensions",
                string.Join(", ", towers.Select(t => string.Create(CultureInfo.InvariantCulture, $"{t.Dimensions} of {t.Tower.Name}"))));
        }

        if (options.Output is { } output && towers.All(t => t.Report.Output != output))
        {
            throw new SourceModelException(Path.GetFileName(folder.Path), $"an output '{output}', in this folder or another", string.Join(", ", towers.Select(t => $"'{t.Report.Output}' of {t.Tower.Name}")));
        }

        writer.Add("MODEL_CARD.md", Encoding.UTF8.GetBytes(ImportModelCard.Write(options, [.. towers.Select(t => t.Report)])));
        return new PackManifest
        {
            Name = options.Name ?? NameOf(folder.Path),
            Version = options.Version,
            License = options.License,
            Description = $"Cut from {string.Join(" and ", towers.Select(t => t.Report.File).Distinct())}; heads of shallow exits are not fitted.",
            Dimensions = dimensions[0],
            Towers = [.. towers.Select(t => t.Tower)],
        };
    }

    // Opening reads and runs what the product will: tokenizers, preprocessors and every graph's contract.
    private static PackManifest TryOut(EncoderPackOptions options, PackWriter writer, PackManifest manifest, BuildProgress progress)
    {
        using var encoder = EarlyExitEncoder.Open(options.OutputFolder);
        if (options.SamplesFolder is not { } samples)
        {
            return manifest;
        }

        var heads = new Samples(samples).Calibrate(encoder, manifest, FalseAcceptRate, progress);
        return writer.Complete(manifest with { QueryHeads = heads, FloorFalseAcceptRate = FalseAcceptRate });
    }

    private static string NameOf(string folder)
    {
        var name = new string([.. Path.GetFileName(folder).ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')]).Trim('-');
        return name.Length == 0 ? "encoder" : name[..Math.Min(name.Length, 64)];
    }
}
