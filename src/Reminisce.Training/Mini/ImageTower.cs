using Reminisce.Training.Algebra;
using Reminisce.Training.Data;
using Reminisce.Training.Image;
using Reminisce.Training.Onnx;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Mini;

/// <summary>The image tower: stem and blocks.</summary>
/// <param name="Picture">Sizes of the stem.</param>
/// <param name="Shape">Sizes of the blocks.</param>
/// <param name="Filters">Filters of the stem.</param>
/// <param name="Content">Filter responses x content channels: whitening.</param>
/// <param name="ContentOffset">Offset of <paramref name="Content"/>.</param>
/// <param name="Blocks">The blocks fitted so far.</param>
internal sealed record ImageTower(
    ImageGeometry Picture, TowerShape Shape, StemFilters Filters, Matrix Content, float[] ContentOffset, IReadOnlyList<Block> Blocks)
{
    private const int BatchSize = 25;

    /// <summary>Runs the stem over picture files.</summary>
    public TokenSet Embed(IReadOnlyList<CaptionedImage> images, Action<double> progress)
    {
        var graph = new GraphBuilder("stem");
        var pixels = graph.Input("pixel_values", -1, 3, Picture.Size, Picture.Size);
        graph.Output(AddStem(graph, pixels), "hidden", -1, Shape.Tokens, Shape.Width);
        return new TokenSet(Run(graph, images, Picture, Shape.Tokens * Shape.Width, progress), null, Shape.Tokens);
    }

    /// <summary>Writes the stage of the blocks from one layer to another; the first stage begins with the stem.</summary>
    public byte[] BuildStage(string name, int from, int to)
    {
        var graph = new GraphBuilder(name);
        var hidden = from == 0
            ? AddStem(graph, graph.Input("pixel_values", -1, 3, Picture.Size, Picture.Size))
            : graph.Input("hidden", -1, Shape.Tokens, Shape.Width);
        for (var layer = from; layer < to; layer++)
        {
            hidden = BlockGraph.Add(graph, hidden, null, Blocks[layer], Shape);
        }

        graph.Output(hidden, from == 0 ? "hidden" : "hidden_out", -1, Shape.Tokens, Shape.Width);
        return graph.Build();
    }

    /// <summary>Runs a graph over picture files.</summary>
    public static Matrix Run(GraphBuilder graph, IReadOnlyList<CaptionedImage> images, ImageGeometry picture, int columns, Action<double> progress)
    {
        using var runner = new GraphRunner(graph.Build());
        var length = 3 * picture.Size * picture.Size;
        var result = new Matrix(images.Count, columns);
        var pixels = new float[BatchSize * length];
        for (var from = 0; from < images.Count; from += BatchSize)
        {
            var first = from;
            var count = Math.Min(BatchSize, images.Count - from);
            Parallel.For(0, count, i => Pictures.Load(images[first + i].Path, picture.Size, pixels.AsSpan(i * length, length)));
            var output = runner.Run(("pixel_values", GraphRunner.Tensor(pixels.AsMemory(0, count * length), count, 3, picture.Size, picture.Size)));
            output.CopyTo(result.Data.AsSpan(from * columns));
            progress((from + count) / (double)images.Count);
        }

        return result;
    }

    private string AddStem(GraphBuilder graph, string pixels)
    {
        var cells = StemGraph.AddCells(graph, pixels, Filters, Picture);
        return graph.Node("Pad", [graph.Linear(cells, Content, ContentOffset), graph.Integers(0, 0, 0, 0, 0, Shape.Width - Shape.Content)]);
    }
}
