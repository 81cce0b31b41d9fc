using Reminisce.Training.Exits;
using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Learning.Export;

/// <summary>What was measured on the pictures held out of training: similarities of unrelated pairs, recall, and which exit each item needs.</summary>
internal sealed record HeldOutMeasurements(
    IReadOnlyDictionary<(string Tower, string Target, int Layer), PackCalibration> Calibrations,
    IReadOnlyDictionary<string, (PredictorModel Model, double Floor, PackExitChoice? Choice)> Predictors,
    IReadOnlyDictionary<int, double> ImageRecall)
{
    public const double FalseAcceptRate = 0.001;

    // Share of the full depth that texts should run on average.
    private const double MeanDepth = 0.55;
    private const int RecallAt = 10;

    public static HeldOutMeasurements Take(DualEncoderOptions options, DualEncoderExport export, DualEncoderFeatures features, TrainedHeads heads, Captioned fit, Captioned heldOut, int seed)
    {
        var (pictures, captions) = heldOut;
        var pooledTexts = features.Captions(captions);
        var towers = new Dictionary<string, (IReadOnlyList<int> Exits, IReadOnlyList<Matrix> Items, Matrix Queries)>
        {
            [TrainedHeads.Image] = Tower(options.ImageExits, features.Pictures(pictures)),
            [TrainedHeads.Text] = (export.TextExits, [.. pooledTexts.Select(m => Caption(captions, m, 0))], Caption(captions, pooledTexts[^1], 1)),
        };
        var calibrations = new Dictionary<(string, string, int), PackCalibration>();
        var ranks = new Dictionary<(string, string, int), int[]>();
        foreach (var (tower, target) in heads.Queries.Keys.Select(k => (k.Tower, k.Target)).Distinct())
        {
            var (exits, pooled, _) = towers[target];
            Matrix[] items = [.. exits.Select((e, i) => heads.Items[(target, e)].Embed(pooled[i]))];
            Matrix[] queries = [.. exits.Select(e => heads.Queries[(tower, target, e)].Embed(towers[tower].Queries))];
            var measured = Calibration.MeasureExits(queries, items, FalseAcceptRate);
            for (var i = 0; i < exits.Count; i++)
            {
                calibrations[(tower, target, exits[i])] = measured[i];
                ranks[(tower, target, exits[i])] = Calibration.Ranks(queries[i], items[i]);
            }
        }

        // A text query stands for the person who will look for the item.
        var (textExits, texts, _) = towers[TrainedHeads.Text];
        var (_, labels) = ExitLabels.Choose([.. textExits.Select(e => ranks[(TrainedHeads.Text, TrainedHeads.Text, e)])], textExits, MeanDepth);
        var (text, floor) = PredictorFitter.Fit(heads.Items[(TrainedHeads.Text, textExits[0])].Embed(texts[0]), labels, textExits, MeanDepth, new Random(seed + 3));
        var (image, choice) = RiskPredictor.Fit(
            heads.See(options.ImageExits, features.Pictures(fit.Pictures)),
            heads.Ask(options.ImageExits, features.Captions(fit.Captions)[^1], fit.Captions),
            heads.See(options.ImageExits, towers[TrainedHeads.Image].Items),
            heads.Ask(options.ImageExits, pooledTexts[^1], captions),
            [.. options.ImageExits.Select(e => calibrations[(TrainedHeads.Text, TrainedHeads.Image, e)])],
            options.ImageExits,
            0,
            seed + 3);
        var predictors = new Dictionary<string, (PredictorModel, double, PackExitChoice?)>
        {
            [TrainedHeads.Text] = (text, floor, null),
            [TrainedHeads.Image] = (image, 0, choice),
        };

        var recall = options.ImageExits.ToDictionary(e => e, e => ranks[(TrainedHeads.Text, TrainedHeads.Image, e)].Count(r => r <= RecallAt) / (double)pictures.Count);
        return new HeldOutMeasurements(calibrations, predictors, recall);
    }

    /// <summary>Pictures and their captions.</summary>
    internal sealed record Captioned(PictureSet Pictures, CaptionTokens Captions);

    private static (IReadOnlyList<int> Exits, IReadOnlyList<Matrix> Items, Matrix Queries) Tower(IReadOnlyList<int> exits, IReadOnlyList<Matrix> pooled) =>
        (exits, pooled, pooled[^1]);

    // One caption of each picture: row i belongs to picture i.
    private static Matrix Caption(CaptionTokens captions, Matrix rows, int caption)
    {
        var first = 0;
        var taken = new int[captions.Count];
        for (var i = 0; i < taken.Length; i++)
        {
            taken[i] = first + Math.Min(caption, captions.CaptionsOf(i) - 1);
            first += captions.CaptionsOf(i);
        }

        return rows.SelectRows(taken);
    }
}
