using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Exits;
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
        var pooledTexts = features.Captions(captions);
        var deepest = options.ImageExits[^1];
        for (var i = options.ImageExits.Count - 1; i >= 0; i--)
        {
            var exit = options.ImageExits[i];
            (items[(Image, exit)], queries[(Text, Image, exit)]) = (export.ImageHead(exit), export.TextQueryHead(exit));
            var full = items[(Image, deepest)];
            queries[(Image, Image, exit)] = exit == deepest ? full : full.Fit(pooledPictures[^1], items[(Image, exit)].Embed(pooledPictures[i]));
        }

        // Texts have a space of their own; a picture looks in it where its captions stand.
        var fullText = TextHead(options, export.TextItemHead(), pooledTexts[^1]);
        var embeddings = fullText.Embed(pooledTexts[^1]);
        var meanings = fullText.Meaning(pooledTexts[^1]);
        var meant = items[(Image, deepest)].Fit(pooledPictures[^1], Means(embeddings, captions));
        for (var i = 0; i < export.TextExits.Count; i++)
        {
            var exit = export.TextExits[i];
            items[(Text, exit)] = i == export.TextExits.Count - 1 ? fullText : (features.TextNorm(exit) with { Words = fullText.Words }).Fit(pooledTexts[i], meanings);
            queries[(Text, Text, exit)] = fullText;
            queries[(Image, Text, exit)] = meant;
        }

        return new TrainedHeads(items, queries);
    }

    // The leading directions of the trained head make room for signatures.
    private static HeadWeights TextHead(DualEncoderOptions options, HeadWeights trained, Matrix pooled)
    {
        var room = options.Dimensions - options.TextSignature;
        var leading = PrincipalComponents.Fit(trained.Meaning(pooled), Math.Min(room, trained.Projection.Columns)).Directions;
        return trained with { Projection = Products.Multiply(trained.Projection, leading), Words = options.TextSignature };
    }

    /// <summary>Sees pictures with the heads of all exits.</summary>
    /// <param name="exits">The exits.</param>
    /// <param name="pooled">Pooled values, by exit.</param>
    public RiskPredictor.Sight See(IReadOnlyList<int> exits, IReadOnlyList<Matrix> pooled)
    {
        Matrix[] items = [.. exits.Select((e, i) => Items[(Image, e)].Embed(pooled[i]))];
        return new RiskPredictor.Sight(items[0], [.. exits.Select(e => Queries[(Image, Image, e)].Embed(pooled[^1]))], items);
    }

    /// <summary>Captions as queries for their pictures.</summary>
    /// <param name="exits">The exits.</param>
    /// <param name="pooled">Pooled values at full depth.</param>
    /// <param name="captions">The captions.</param>
    public RiskPredictor.Asked Ask(IReadOnlyList<int> exits, Matrix pooled, CaptionTokens captions) => new(
        [.. exits.Select(e => Queries[(Text, Image, e)].Embed(pooled))],
        [.. Enumerable.Range(0, captions.Count).SelectMany(i => Enumerable.Repeat(i, captions.CaptionsOf(i)))]);

    /// <summary>The mean of each picture's captions.</summary>
    public static Matrix Means(Matrix rows, CaptionTokens captions)
    {
        var means = new Matrix(captions.Count, rows.Columns);
        var row = 0;
        for (var i = 0; i < captions.Count; i++)
        {
            for (var c = 0; c < captions.CaptionsOf(i); c++)
            {
                TensorPrimitives.MultiplyAdd(rows.Row(row++), 1f / captions.CaptionsOf(i), means.Row(i), means.Row(i));
            }
        }

        return means;
    }
}
