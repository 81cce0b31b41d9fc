using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
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
        var embedded = new Dictionary<ExitLayer, Matrix>();
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
            var scores = await ScoreAsync(encoder, queries[tower], embedded, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < heads.Count; i++)
            {
                var exit = scores.Keys.FirstOrDefault(e => heads[i].Tower == tower && e.Tower == heads[i].Target && e.Layer == heads[i].Layer && !e.IsFull);
                if (exit is not null && Calibration.Movement(scores[exit], scores.First(s => s.Key.IsFull && s.Key.Tower == exit.Tower).Value) is { } movement)
                {
                    heads[i] = heads[i] with { Calibration = heads[i].Calibration with { Movement = movement } };
                }
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        var measured = manifest with { QueryHeads = heads };
        measured.Save(packFolder);
        return measured;
    }

    private static async Task<Matrix> EmbedAsync(EarlyExitEncoder encoder, IReadOnlyList<AIContent> items, ExitLayer exit, CancellationToken cancellationToken)
    {
        var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = false };
        var results = await encoder.EncodeAsync(items, options, cancellationToken).ConfigureAwait(false);
        return Rows([.. results.Select((r, i) => r.Item?.Vector ?? throw new InvalidDataException($"Item {i + 1} of the split cannot be encoded: {r.Error!.Message}", r.Error))]);
    }

    // The queries' scores of every exit's items.
    private static async Task<IReadOnlyDictionary<ExitLayer, Matrix>> ScoreAsync(
        EarlyExitEncoder encoder, IReadOnlyList<AIContent> queries, Dictionary<ExitLayer, Matrix> embedded, CancellationToken cancellationToken)
    {
        var encodings = new List<QueryEncoding>();
        foreach (var content in queries)
        {
            encodings.Add(await encoder.EncodeQueryAsync(content, cancellationToken).ConfigureAwait(false));
        }

        return encodings[0].Exits.Where(e => embedded.ContainsKey(e.Exit)).ToDictionary(e => e.Exit, e =>
        {
            var asked = Rows([.. encodings.Select(q => q.Exits.First(x => x.Exit == e.Exit).Vector)]);
            return Calibration.Scores(asked, embedded[e.Exit], new PackCalibration(e.Calibration.Mean, e.Calibration.Deviation, 0));
        });
    }

    private static Matrix Rows(IReadOnlyList<ReadOnlyMemory<float>> vectors)
    {
        var rows = new Matrix(vectors.Count, vectors[0].Length);
        for (var i = 0; i < vectors.Count; i++)
        {
            vectors[i].Span.CopyTo(rows.Row(i));
        }

        return rows;
    }
}
