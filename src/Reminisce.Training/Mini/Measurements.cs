using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Mini;

/// <summary>What was measured on the calibration part: similarities of unrelated pairs, and which exit each item needs.</summary>
internal sealed record Measurements(
    IReadOnlyDictionary<(string Tower, string Target, int Layer), PackCalibration> Calibrations,
    IReadOnlyDictionary<string, PredictorModel> Predictors,
    IReadOnlyDictionary<string, double> ConfidenceFloors,
    IReadOnlyDictionary<int, double> ImageRecall)
{
    public const double FalseAcceptRate = 0.001;

    private const double MeanDepth = 0.55;

    public static Measurements Take(MiniPackOptions options, MiniData data, ImageTower image, TextTower text, HeadSet heads, BuildProgress progress)
    {
        var imagePools = RunBlocks(image.Shape, image.Blocks, image.Embed(data.Calibration, f => progress.Report("Calibration: cells", f)));
        var first = RunBlocks(text.Shape, text.Blocks, text.Embed([.. data.Calibration.Select(i => i.Captions[0])], options.FitTokens));
        var second = RunBlocks(text.Shape, text.Blocks, text.Embed([.. data.Calibration.Select(i => i.Captions[^1])], options.FitTokens));
        var itemPools = new Dictionary<string, Dictionary<int, Matrix>> { ["image"] = imagePools, ["text"] = first };
        var queryPools = new Dictionary<string, Matrix> { ["image"] = imagePools[image.Shape.Blocks], ["text"] = second[text.Shape.Blocks] };

        var calibrations = new Dictionary<(string, string, int), PackCalibration>();
        var ranks = new Dictionary<(string Tower, string Target, int Layer), int[]>();
        foreach (var (key, query) in heads.Queries)
        {
            var queries = query.Apply(queryPools[key.Tower]);
            var items = heads.Items[(key.Target, key.Layer)].Apply(itemPools[key.Target][key.Layer]);
            calibrations[key] = Calibration.Measure(queries, items, FalseAcceptRate);
            ranks[key] = Calibration.Ranks(queries, items);
        }

        var predictors = new Dictionary<string, PredictorModel>();
        var floors = new Dictionary<string, double>();
        foreach (var (tower, shape, superficial) in new[] { ("image", image.Shape, image.Shape.Exits[0]), ("text", text.Shape, text.Shape.Exits[0]) })
        {
            // A text query stands for the person who will look for the item.
            var perExit = shape.Exits.Select(layer => ranks[("text", tower, layer)]).ToArray();
            var (_, labels) = ExitLabels.Choose(perExit, shape.Exits, MeanDepth);
            var embeddings = heads.Items[(tower, superficial)].Apply(itemPools[tower][superficial]);
            (predictors[tower], floors[tower]) = PredictorFitter.Fit(embeddings, labels, shape.Exits, MeanDepth, new Random(options.Seed + 3));
        }

        progress.Report("Calibration: predictors", 1);
        var recall = image.Shape.Exits.ToDictionary(l => l, l => ranks[("text", "image", l)].Count(r => r <= 10) / (double)data.Calibration.Count);
        return new Measurements(calibrations, predictors, floors, recall);
    }

    private static Dictionary<int, Matrix> RunBlocks(TowerShape shape, IReadOnlyList<Block> blocks, TokenSet tokens)
    {
        var pools = new Dictionary<int, Matrix>();
        var fitter = new BlockFitter(shape, new Random(0));
        for (var layer = 0; layer < shape.Blocks; layer++)
        {
            tokens = fitter.Apply(blocks[layer], tokens);
            MiniPackBuilder.Pool(pools, shape, layer + 1, tokens);
        }

        return pools;
    }
}
