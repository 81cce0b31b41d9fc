using Reminisce.Encoders;
using Reminisce.Training.Algebra;
using Reminisce.Training.Heads;
using Reminisce.Training.Towers;

namespace Reminisce.Training;

/// <summary>Builds the provisional model pack <c>reminisce-mini</c>: small transformer towers, every weight in closed form.</summary>
/// <remarks>
/// No gradients and no pretrained weights. Images and captions of the training split are divided by image: five parts are
/// fitted on, the sixth calibrates similarities and fits the exit predictors. Deterministic for one seed and one set of
/// data on one kind of processor. Not safe for concurrent use; needs about 4 GB of memory for the full data.
/// </remarks>
public static class MiniPackBuilder
{
    /// <summary>Builds a pack.</summary>
    /// <param name="options">Data, output folder and seed.</param>
    /// <param name="cancellationToken">Checked between steps.</param>
    /// <returns>The manifest of the pack that was written.</returns>
    /// <exception cref="InvalidDataException">The data folder lacks captioned images, or a file in it is damaged.</exception>
    public static PackManifest Build(MiniPackOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var progress = new Mini.BuildProgress(options.Progress, cancellationToken);
        var data = Mini.MiniData.Read(options.DataFolder);
        progress.Report("Reading data", 1);

        var textFitter = new Mini.TextTowerFitter(options, data, progress);
        var textPools = new Dictionary<int, Matrix>();
        var text = textFitter.Fit((layer, tokens) => Pool(textPools, options.TextShape, layer, tokens));
        var imagePools = new Dictionary<int, Matrix>();
        var image = new Mini.ImageTowerFitter(options, data, progress)
            .Fit(WhatCaptionsSay(text, data, options), (layer, tokens) => Pool(imagePools, options.ImageShape, layer, tokens));

        var heads = new Mini.HeadSet(options, data.Fit.Count, imagePools, textPools);
        progress.Report("Heads", 1);
        var measured = Mini.Measurements.Take(options, data, image, text, heads, progress);
        return Mini.MiniPackFiles.Write(options, image, text, heads, measured, progress);
    }

    internal static void Pool(Dictionary<int, Matrix> pools, TowerShape shape, int layer, TokenSet tokens)
    {
        if (shape.Exits.Contains(layer))
        {
            pools[layer] = tokens.Run((g, x, mask) => Pooling.Add(g, x, mask, shape, layer), Pooling.Size(shape, layer), perToken: false);
        }
    }

    private static Matrix WhatCaptionsSay(Mini.TextTower text, Mini.MiniData data, MiniPackOptions options)
    {
        var result = new Matrix(data.Fit.Count, options.Meaning);
        for (var i = 0; i < result.Rows; i++)
        {
            text.Table.Sum([.. data.Fit[i].Captions.SelectMany(c => text.Encode(c, 512))], result.Row(i));
        }

        return result;
    }
}
