using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Data;
using Reminisce.Training.Heads;

namespace Reminisce.Training;

/// <summary>Measures on captioned pictures how the scores of a finished pack move when items are finished, and writes that into its manifest.</summary>
/// <remarks>
/// Only <c>pack.json</c> changes; files and fingerprint stay, so that stores filled with the pack stay valid. Use pictures that neither
/// the pack was fitted on nor anything is reported on. Not safe for concurrent use of one pack folder.
/// </remarks>
public static class PackCalibrator
{
    // As many as a search usually finishes; how far scores fall depends on how selected the candidates are.
    private const int Candidates = 50;

    /// <summary>Measures every query head before full depth and saves the manifest.</summary>
    /// <param name="packFolder">The pack.</param>
    /// <param name="dataFolder">Folder with <c>captions.tsv</c> and <c>images</c>.</param>
    /// <param name="split">The split.</param>
    /// <param name="items">How many of its pictures, counted from the end; at least 100.</param>
    /// <param name="cancellationToken">Stops before anything is written.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="ModelPackException">The pack is damaged.</exception>
    /// <exception cref="InvalidDataException">The data is not as described, or a picture cannot be encoded.</exception>
    public static async Task<PackManifest> MeasureMovementsAsync(
        string packFolder, string dataFolder, string split, int items = 600, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(items, 100);
        var images = CaptionData.Read(dataFolder, split).TakeLast(items).ToList();
        using var encoder = EarlyExitEncoder.Open(packFolder);
        var contents = new Dictionary<string, IReadOnlyList<AIContent>>(StringComparer.Ordinal)
        {
            ["image"] = [.. images.Select(i => new DataContent(File.ReadAllBytes(i.Path), "image/jpeg"))],
            ["text"] = [.. images.Select(i => new TextContent(i.Captions[0]))],
        };
        var embedded = new Dictionary<ExitLayer, IReadOnlyList<ReadOnlyMemory<float>>>();
        foreach (var exit in encoder.Exits.Where(e => contents.ContainsKey(e.Tower)))
        {
            embedded[exit] = await EmbedAsync(encoder, contents[exit.Tower], exit, cancellationToken).ConfigureAwait(false);
        }

        // The queries are the other caption of each picture, and the picture itself.
        var queries = new Dictionary<string, IReadOnlyList<AIContent>>(StringComparer.Ordinal)
        {
            ["image"] = contents["image"],
            ["text"] = [.. images.Select(i => new TextContent(i.Captions[^1]))],
        };
        var manifest = ModelPack.Open(packFolder).Manifest;
        var heads = new List<PackQueryHead>(manifest.QueryHeads);
        foreach (var tower in heads.Select(h => h.Tower).Distinct().Where(queries.ContainsKey).ToList())
        {
            var fits = await FitAsync(encoder, queries[tower], embedded, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < heads.Count; i++)
            {
                if (heads[i].Tower == tower && fits.FirstOrDefault(f => f.Key.Tower == heads[i].Target && f.Key.Layer == heads[i].Layer).Value?.Line() is { } line)
                {
                    heads[i] = heads[i] with { Calibration = heads[i].Calibration with { Movement = new PackMovement(line.Slope, line.Intercept, line.Spread) } };
                }
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var measured = manifest with { QueryHeads = heads };
        measured.Save(packFolder);
        return measured;
    }

    private static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        EarlyExitEncoder encoder, IReadOnlyList<AIContent> items, ExitLayer exit, CancellationToken cancellationToken)
    {
        var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = false };
        var results = await encoder.EncodeAsync(items, options, cancellationToken).ConfigureAwait(false);
        return [.. results.Select((r, i) => r.Item?.Vector ?? throw new InvalidDataException($"Item {i + 1} of the split cannot be encoded: {r.Error!.Message}", r.Error))];
    }

    private static async Task<Dictionary<ExitLayer, LineFit>> FitAsync(
        EarlyExitEncoder encoder, IReadOnlyList<AIContent> queries, Dictionary<ExitLayer, IReadOnlyList<ReadOnlyMemory<float>>> embedded, CancellationToken cancellationToken)
    {
        var fits = new Dictionary<ExitLayer, LineFit>();
        foreach (var content in queries)
        {
            var query = await encoder.EncodeQueryAsync(content, cancellationToken).ConfigureAwait(false);
            foreach (var exit in query.Exits.Where(e => !e.Exit.IsFull && embedded.ContainsKey(e.Exit)))
            {
                var full = query.Exits.First(e => e.Exit.IsFull && e.Exit.Tower == exit.Exit.Tower);
                var coarse = Scores(exit, embedded[exit.Exit]);
                var fine = Scores(full, embedded[full.Exit]);
                var fit = fits.TryGetValue(exit.Exit, out var known) ? known : fits[exit.Exit] = new LineFit();
                foreach (var i in Enumerable.Range(0, coarse.Length).OrderByDescending(i => coarse[i]).Take(Candidates))
                {
                    fit.Add(coarse[i], fine[i]);
                }
            }
        }

        return fits;
    }

    private static double[] Scores(ExitQuery query, IReadOnlyList<ReadOnlyMemory<float>> vectors) =>
        [.. vectors.Select(v => query.Calibration.Normalize(TensorPrimitives.Dot(query.Vector.Span, v.Span)))];
}
