using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Learning.Export;

/// <summary>What was measured on the pictures held out of training: similarities of unrelated pairs, recall, and which exit each item needs.</summary>
internal sealed record HeldOutMeasurements(
    IReadOnlyDictionary<(string Tower, string Target, int Layer), PackCalibration> Calibrations,
    IReadOnlyDictionary<string, (PredictorModel Model, double Floor)> Predictors,
    IReadOnlyDictionary<int, double> ImageRecall)
{
    public const double FalseAcceptRate = 0.001;

    // Share of the full depth that items should run on average.
    private const double MeanDepth = 0.55;
    private const int RecallAt = 10;

    public static HeldOutMeasurements Take(DualEncoderOptions options, DualEncoderExport export, DualEncoderFeatures features, TrainedHeads heads, PictureSet pictures, CaptionTokens captions, int seed)
    {
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

        var predictors = new Dictionary<string, (PredictorModel, double)>();
        foreach (var (name, (exits, items, _)) in towers)
        {
            // A text query stands for the person who will look for the item.
            var (_, labels) = ExitLabels.Choose([.. exits.Select(e => ranks[(TrainedHeads.Text, name, e)])], exits, MeanDepth);
            predictors[name] = PredictorFitter.Fit(heads.Items[(name, exits[0])].Embed(items[0]), labels, exits, MeanDepth, new Random(seed + 3));
        }

        var recall = options.ImageExits.ToDictionary(e => e, e => ranks[(TrainedHeads.Text, TrainedHeads.Image, e)].Count(r => r <= RecallAt) / (double)pictures.Count);
        return new HeldOutMeasurements(calibrations, predictors, recall);
    }

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
