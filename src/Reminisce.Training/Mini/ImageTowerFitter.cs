using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Image;
using Reminisce.Training.Onnx;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Mini;

/// <summary>Fits the image tower on pictures and what their captions say.</summary>
internal sealed class ImageTowerFitter(MiniPackOptions options, MiniData data, BuildProgress progress)
{
    private const int FilterPictures = 600;
    private const int ContentPictures = 500;
    private const double Damping = 0.02;
    private const double Shrink = 1.0;

    /// <summary>Fits the tower.</summary>
    /// <param name="targets">One row per image of the fit: what its captions say.</param>
    /// <param name="visit">Called with each layer from 0 on and the tokens there.</param>
    public ImageTower Fit(Matrix targets, Action<int, TokenSet> visit)
    {
        var random = new Random(options.Seed + 2);
        var picture = options.Picture;
        var shape = options.ImageShape;
        var filters = StemFilters.Fit(LoadSome(Spread(FilterPictures)), picture, random);
        progress.Report("Image: filters", 1);

        var (content, offset) = FitContent(filters);
        var tower = new ImageTower(picture, shape, filters, content, offset, []);
        var tokens = tower.Embed(data.Fit, f => progress.Report("Image: cells", f));
        var fitter = new BlockFitter(shape, random);
        visit(0, tokens);
        for (var layer = 0; layer < shape.Blocks; layer++)
        {
            var block = fitter.Fit(tokens, targets, layer, PositionBias.ForGrid(picture.Grid, layer), Shrink);
            tokens = fitter.Apply(block, tokens);
            tower = tower with { Blocks = [.. tower.Blocks, block] };
            visit(layer + 1, tokens);
            progress.Report("Image: blocks", (layer + 1.0) / shape.Blocks);
        }

        return tower;
    }

    private (Matrix Content, float[] Offset) FitContent(StemFilters filters)
    {
        var graph = new GraphBuilder("cells");
        var pixels = graph.Input("pixel_values", -1, 3, options.Picture.Size, options.Picture.Size);
        var features = (4 * options.Picture.Filters) + options.Picture.Colors;
        graph.Output(StemGraph.AddCells(graph, pixels, filters, options.Picture), "cells", -1, options.Picture.Tokens, features);
        var images = Spread(ContentPictures);
        var cells = ImageTower.Run(graph, images, options.Picture, options.Picture.Tokens * features, f => progress.Report("Image: content", f));
        var components = PrincipalComponents.Fit(new Matrix(images.Count * options.Picture.Tokens, features, cells.Data), options.ImageShape.Content);
        var whitening = components.Whitening(Damping);
        var offset = Products.Multiply(new Matrix(1, features, components.Mean), whitening).Data;
        TensorPrimitives.Negate(offset, offset);
        return (whitening, offset);
    }

    private List<CaptionedImage> Spread(int count)
    {
        count = Math.Min(count, data.Fit.Count);
        return [.. Enumerable.Range(0, count).Select(i => data.Fit[(int)((long)i * data.Fit.Count / count)])];
    }

    private Matrix LoadSome(List<CaptionedImage> images)
    {
        var pictures = new Matrix(images.Count, 3 * options.Picture.Size * options.Picture.Size);
        Parallel.For(0, images.Count, i => Pictures.Load(images[i].Path, options.Picture.Size, pictures.Row(i)));
        return pictures;
    }
}
