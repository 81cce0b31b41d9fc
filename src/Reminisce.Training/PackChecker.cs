using System.Globalization;
using System.Numerics.Tensors;
using Microsoft.Extensions.AI;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Checking;
using Reminisce.Training.Data;
using Reminisce.Training.Exits;
using Reminisce.Training.Heads;
using Reminisce.Training.Pairing;

namespace Reminisce.Training;

/// <summary>Checks that a pack is whole and does what it declares: files, embeddings, resuming, calibration, predictor, and with captions accuracy by exit.</summary>
/// <remarks>Reads only. Runs the tower of pictures and, with captions, that of texts; other towers are checked by their files and graphs alone.</remarks>
public static class PackChecker
{
    private const double LeastResumed = 0.95;
    private const double MostAlike = 0.98;
    private const double MostShift = 0.5;
    private const int FewestForFigures = 50;
    private const int RecallAt = 10;

    /// <summary>Checks a pack.</summary>
    /// <param name="options">The pack and the data.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>What was checked, in order.</returns>
    /// <exception cref="ModelPackException">The pack is refused: a file is missing, damaged, unsafe or does not agree.</exception>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    public static async Task<IReadOnlyList<PackCheckRow>> CheckAsync(PackCheckOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var pack = ModelPack.Open(options.PackFolder);
        var rows = new List<PackCheckRow>
        {
            new("files", string.Create(CultureInfo.InvariantCulture, $"{pack.Manifest.Files.Count}, all as pack.json says"), "as pack.json says", true),
        };
        var images = options.DataFolder is { } folder ? CaptionData.Read(folder, options.Split).Take(options.Items).ToArray() : null;
        if (pack.Manifest.Towers.FirstOrDefault(t => t.Modality == PackModality.Image) is not { } tower)
        {
            return rows;
        }

        var contents = images is null ? DrawnNoise.Pictures(8) : PackHealer.Contents(images);
        using var encoder = new EarlyExitEncoder(pack, new EarlyExitEncoderOptions { ActivationFormat = ActivationFormat.Int8 });
        var exits = encoder.Exits.Where(e => e.Tower == tower.Name).ToArray();
        var embeddings = new List<Matrix>();
        foreach (var exit in exits)
        {
            embeddings.Add(await CheckExitAsync(encoder, exit, contents, images is null, rows, cancellationToken).ConfigureAwait(false));
        }

        await CheckResumeAsync(encoder, exits, contents, embeddings[^1], rows, cancellationToken).ConfigureAwait(false);
        if (images is not null && pack.Manifest.QueryHeads.Any(h => h.Tower == PackModality.Text && h.Target == tower.Name))
        {
            CheckQueries(pack, tower, images, embeddings, rows, cancellationToken);
        }

        await CheckPredictorAsync(encoder, tower, contents, rows, cancellationToken).ConfigureAwait(false);
        return rows;
    }

    private static async Task<Matrix> CheckExitAsync(EarlyExitEncoder encoder, ExitLayer exit, IReadOnlyList<AIContent> contents, bool isNoise, List<PackCheckRow> rows, CancellationToken cancellationToken)
    {
        var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = false };
        var items = Items(await encoder.EncodeAsync(contents, options, cancellationToken).ConfigureAwait(false));
        var matrix = new Matrix(items.Count, encoder.Dimensions);
        for (var i = 0; i < items.Count; i++)
        {
            items[i].Vector.Span.CopyTo(matrix.Row(i));
        }

        var lengths = items.Select(i => TensorPrimitives.Norm(i.Vector.Span)).ToArray();
        rows.Add(Row($"{exit.Name}: length of embeddings", lengths.Average(), "1", lengths.All(l => Math.Abs(l - 1) < 1e-3)));
        var similar = Products.MultiplyTranspose(matrix, matrix);
        var alike = ((double)similar.Data.Sum() - items.Count) / Math.Max(1, (long)items.Count * (items.Count - 1));

        // Noise looks like noise: how alike it is to an encoder says nothing of the encoder.
        var expected = isNoise ? string.Empty : $"< {MostAlike.ToString(CultureInfo.InvariantCulture)}";
        rows.Add(Row($"{exit.Name}: mean similarity of two items", alike, expected, isNoise || alike < MostAlike));
        return matrix;
    }

    private static async Task CheckResumeAsync(EarlyExitEncoder encoder, ExitLayer[] exits, IReadOnlyList<AIContent> contents, Matrix full, List<PackCheckRow> rows, CancellationToken cancellationToken)
    {
        const int few = 8;
        foreach (var exit in exits.SkipLast(1))
        {
            var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = exit.Layer, KeepActivations = true };
            var coarse = Items(await encoder.EncodeAsync([.. contents.Take(few)], options, cancellationToken).ConfigureAwait(false));
            var resumed = await encoder.ResumeAsync([.. coarse.Select(c => c.Activation!)], cancellationToken).ConfigureAwait(false);
            var worst = resumed.Select((r, i) => (double)TensorPrimitives.CosineSimilarity(r.Vector.Span, full.Row(i))).Min();
            rows.Add(Row($"{exit.Name}: resumed from INT8 against run in full, lowest cosine", worst, $">= {LeastResumed.ToString(CultureInfo.InvariantCulture)}", worst >= LeastResumed));
        }
    }

    private static void CheckQueries(ModelPack pack, PackTower tower, CaptionedImage[] images, List<Matrix> embeddings, List<PackCheckRow> rows, CancellationToken cancellationToken)
    {
        int[] targets = [.. images.SelectMany((image, i) => image.Captions.Select(_ => i))];
        var queries = QueryTaps.Run(pack, tower.Name, [.. images.SelectMany(i => i.Captions)], threads: 1, cancellationToken);
        int[] first = [.. Enumerable.Range(0, targets.Length).Where(i => i == 0 || targets[i] != targets[i - 1])];
        for (var exit = 0; exit < embeddings.Count; exit++)
        {
            var layer = tower.Exits[exit].Layer;
            var stored = pack.Manifest.QueryHeads.First(h => h.Tower == PackModality.Text && h.Target == tower.Name && h.Layer == layer).Calibration;
            var measured = Calibration.Describe(queries[exit].SelectRows(first), embeddings[exit], pack.Manifest.FloorFalseAcceptRate);
            var shift = Math.Abs(measured.Mean - stored.Mean) / stored.Deviation;
            var known = images.Length >= FewestForFigures;
            rows.Add(Row($"layer {layer}: shift of unrelated pairs from the calibration, in its deviations", shift, known ? $"<= {MostShift.ToString(CultureInfo.InvariantCulture)}" : "", !known || shift <= MostShift));
            var wide = measured.Deviation / stored.Deviation;
            rows.Add(Row($"layer {layer}: their deviation over the calibration's", wide, known ? "0.67 to 1.5" : "", !known || wide is >= 0.67 and <= 1.5));
            var recall = PairTraining.Ranks(queries[exit], embeddings[exit], targets).Count(r => r <= RecallAt) / (double)targets.Length;
            rows.Add(Row($"layer {layer}: R@10 of captions among {images.Length} pictures", recall, "", true));
        }
    }

    private static async Task CheckPredictorAsync(EarlyExitEncoder encoder, PackTower tower, IReadOnlyList<AIContent> contents, List<PackCheckRow> rows, CancellationToken cancellationToken)
    {
        if (tower.Predictor is not { } predictor)
        {
            rows.Add(new PackCheckRow("predictor", "none: items run in full", "", true));
            return;
        }

        var items = Items(await encoder.EncodeAsync(contents, new EncodingOptions { Policy = ExitPolicy.Predicted, KeepActivations = false }, cancellationToken).ConfigureAwait(false));
        rows.Add(Row($"predictor: mean layer of {tower.Layers}", items.Average(i => i.Exit.Layer), "", true));
        if (predictor.Choice is { } choice && choice.Curve.FirstOrDefault(p => p.Coverage == choice.Coverage) is { } point)
        {
            // Packs of before were chosen by what is lost unfinished.
            var loss = point.FinishedLoss ?? point.Loss;
            rows.Add(Row("predictor: loss of searches that it was chosen for", loss, string.Create(CultureInfo.InvariantCulture, $"<= {choice.Risk}"), loss <= choice.Risk));
        }
    }

    private static List<EncodedItem> Items(IReadOnlyList<EncodingResult> results) =>
        [.. results.Select(r => r.Item ?? throw new InvalidDataException($"A picture cannot be encoded: {r.Error!.Message}", r.Error))];

    private static PackCheckRow Row(string what, double found, string expected, bool good) =>
        new(what, found.ToString("0.####", CultureInfo.InvariantCulture), expected, good && double.IsFinite(found));
}
