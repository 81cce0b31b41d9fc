using Reminisce.Training.Algebra;
using Reminisce.Training.Learning.Batches;
using Reminisce.Training.Learning.Towers;

namespace Reminisce.Training.Learning.Export;

/// <summary>Every head of a pack: those that were trained with the towers, and the rest fitted to them in closed form.</summary>
/// <param name="Items">Item heads by tower and exit.</param>
/// <param name="Queries">Query heads by query tower, target tower and the target's exit.</param>
internal sealed record TrainedHeads(
    IReadOnlyDictionary<(string Tower, int Layer), HeadWeights> Items,
    IReadOnlyDictionary<(string Tower, string Target, int Layer), HeadWeights> Queries)
{
    public const string Image = "image";
    public const string Text = "text";

    /// <summary>Completes the trained heads.</summary>
    /// <param name="options">Sizes of the towers.</param>
    /// <param name="export">The trained towers.</param>
    /// <param name="features">Runs them.</param>
    /// <param name="pictures">Pictures to fit on.</param>
    /// <param name="captions">Captions to fit on.</param>
    public static TrainedHeads Fit(DualEncoderOptions options, DualEncoderExport export, DualEncoderFeatures features, PictureSet pictures, CaptionTokens captions)
    {
        var items = new Dictionary<(string, int), HeadWeights>();
        var queries = new Dictionary<(string, string, int), HeadWeights>();
        var pooledPictures = features.Pictures(pictures);
        var deepest = options.ImageExits[^1];
        var fullPicture = export.ImageHead(deepest);
        for (var i = 0; i < options.ImageExits.Count; i++)
        {
            var exit = options.ImageExits[i];
            items[(Image, exit)] = export.ImageHead(exit);
            queries[(Text, Image, exit)] = export.TextQueryHead(exit);
            queries[(Image, Image, exit)] = exit == deepest ? fullPicture : fullPicture.Fit(pooledPictures[^1], items[(Image, exit)].Embed(pooledPictures[i]));
        }

        // At full depth a text stands where its picture should: the deepest picture query is the text's own embedding.
        var pooledTexts = features.Captions(captions);
        var fullText = export.TextQueryHead(deepest);
        var embeddings = fullText.Embed(pooledTexts[^1]);
        for (var i = 0; i < export.TextExits.Count; i++)
        {
            var exit = export.TextExits[i];
            items[(Text, exit)] = i == export.TextExits.Count - 1 ? fullText : features.TextNorm(exit).Fit(pooledTexts[i], embeddings);
            queries[(Text, Text, exit)] = fullText;
            queries[(Image, Text, exit)] = fullPicture;
        }

        return new TrainedHeads(items, queries);
    }
}
