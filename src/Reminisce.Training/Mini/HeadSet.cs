using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;

namespace Reminisce.Training.Mini;

/// <summary>All heads of a pack: an embedding head per exit, and a query head from each tower's full depth to each exit.</summary>
internal sealed class HeadSet
{
    // Chosen on the calibration part of the training images.
    private const double ShrinkImage = 1;
    private const double ShrinkCaption = 0.1;
    private const double ShrinkText = 0.03;
    private const double RidgeToItems = 0.3;

    public HeadSet(MiniPackOptions options, int images, IReadOnlyDictionary<int, Matrix> imagePools, IReadOnlyDictionary<int, Matrix> textPools)
    {
        var imageFull = imagePools[options.ImageShape.Blocks];
        var textFull = textPools[options.TextShape.Blocks];
        var perImage = options.CaptionsPerImage;
        var captions = TakeRows(textFull, images * perImage);
        var captionMeans = MeanOfGroups(captions, perImage);
        foreach (var layer in options.ImageShape.Exits)
        {
            var (item, query) = HeadFitter.FitPair(imagePools[layer], captionMeans, captions, options.Dimensions, ShrinkImage, ShrinkCaption);
            Items[("image", layer)] = item;
            Queries[("text", "image", layer)] = query;
            Queries[("image", "image", layer)] = HeadFitter.FitTo(imageFull, item.Apply(imagePools[layer]), RidgeToItems);
        }

        var partners = Enumerable.Range(0, textFull.Rows).Select(i => Partner(i, images * perImage, perImage)).ToArray();
        var partnerFull = textFull.SelectRows(partners);
        foreach (var layer in options.TextShape.Exits)
        {
            var (item, query) = HeadFitter.FitPair(textPools[layer], partnerFull, textFull, options.Dimensions - options.Signature, ShrinkText, ShrinkText);
            Items[("text", layer)] = HeadFitter.WithWords(item, options.Meaning, options.Signature);
            Queries[("text", "text", layer)] = HeadFitter.WithWords(query, options.Meaning, options.Signature);
            var embedded = Items[("text", layer)].Apply(TakeRows(textPools[layer], images * perImage));
            Queries[("image", "text", layer)] = HeadFitter.FitTo(imageFull, MeanOfGroups(embedded, perImage), RidgeToItems);
        }
    }

    /// <summary>Embedding heads by tower and exit.</summary>
    public Dictionary<(string Tower, int Layer), Head> Items { get; } = [];

    /// <summary>Query heads by query tower, item tower and the item's exit.</summary>
    public Dictionary<(string Tower, string Target, int Layer), Head> Queries { get; } = [];

    // The next caption of the same image, or the other sentence of a pair.
    private static int Partner(int index, int captions, int perImage) => index < captions
        ? (index / perImage * perImage) + ((index + 1 - (index / perImage * perImage)) % perImage)
        : ((index - captions) ^ 1) + captions;

    private static Matrix TakeRows(Matrix x, int count) => new(count, x.Columns, x.Data.AsSpan(0, count * x.Columns).ToArray());

    private static Matrix MeanOfGroups(Matrix x, int size)
    {
        var result = new Matrix(x.Rows / size, x.Columns);
        for (var i = 0; i < result.Rows * size; i++)
        {
            System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(x.Row(i), 1f / size, result.Row(i / size), result.Row(i / size));
        }

        return result;
    }
}
