using System.Numerics;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the image tower: small convolutions that each halve the picture, then transformer blocks over the grid of patches.</summary>
/// <remarks>
/// Attention starts out local: each head looks at one neighbour of its token by a learned offset table over relative
/// places. From a few thousand pictures, a tower that begins as a convolution learns far more than one that must find
/// out what a neighbour is.
/// </remarks>
internal sealed class ImageTower(LayerWriter layers, DualEncoderOptions options)
{
    // Relative places are counted up to this far, so that one table serves any grid up to 12 by 12.
    private const int Reach = 11;

    private static readonly (int Row, int Column)[] s_neighbours = [(0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, -1), (1, -1), (-1, 1)];

    private BlockShape Shape => new(options.ImageWidth, options.ImageHeads, options.ImageWidth * options.Expansion, options.ImageLayers, options.Activation);

    /// <summary>Turns pixels <c>[B, 3, S, S]</c> into tokens <c>[B, T, W]</c>.</summary>
    /// <param name="pixels">The pixels, from -1 to 1.</param>
    /// <param name="grid">Tokens along an edge.</param>
    public string Stem(string pixels, int grid)
    {
        var width = options.ImageWidth;
        var halvings = BitOperations.Log2((uint)options.Patch);
        var value = pixels;
        var channels = 3;
        for (var i = 0; i < halvings; i++)
        {
            var wider = width >> (halvings - 1 - i);
            value = Convolution(value, $"image/stem/{i}", channels, wider, relu: i < halvings - 1);
            channels = wider;
        }

        value = layers.Write.Node("Reshape", [value, layers.Write.Vector(0, width, grid * grid)]);
        var tokens = layers.Write.Transpose(value, 0, 2, 1);
        var places = layers.Weight($"image/places/{grid}", Initial.Normal(grid * grid * width, 0.02f), 1, grid * grid, width);
        return layers.Write.Add(tokens, places);
    }

    /// <summary>Runs the blocks from one layer to another.</summary>
    public string Blocks(string tokens, int fromLayer, int toLayer, int grid)
    {
        for (var layer = fromLayer; layer < toLayer; layer++)
        {
            tokens = layers.Block(tokens, $"image/{layer}", Shape, Places(layer, grid));
        }

        return tokens;
    }

    /// <summary>Mean of the normalised tokens, <c>[B, W]</c>.</summary>
    public string Pool(string tokens, int exit)
    {
        var normal = layers.Normalize(tokens, $"image/exit{exit}/norm", options.ImageWidth);
        return layers.Write.Node("ReduceMean", [normal, layers.Write.Vector(1)], GraphBuilder.Attribute("keepdims", 0));
    }

    private string Convolution(string value, string name, int from, int to, bool relu)
    {
        var kernel = layers.Weight(name + "/weight", Initial.Normal(from * to * 9, MathF.Sqrt((relu ? 2f : 1f) / (from * 9))), to, from, 3, 3);
        var offset = layers.Weight(name + "/offset", Initial.Constant(to, 0), to);
        var result = layers.Write.Node("Conv", [value, kernel, offset], GraphBuilder.Attribute("strides", [2, 2]), GraphBuilder.Attribute("pads", [1, 1, 1, 1]));
        return relu ? layers.Write.Node("Relu", [result]) : result;
    }

    private string Places(int layer, int grid)
    {
        const int side = (2 * Reach) + 1;
        var heads = options.ImageHeads;
        var table = layers.Weight($"image/{layer}/attention/places", _ => Neighbours(layer, heads), side * side, heads);
        var tokens = grid * grid;
        var indices = new long[tokens * tokens];
        for (var i = 0; i < tokens; i++)
        {
            for (var j = 0; j < tokens; j++)
            {
                var row = (j / grid) - (i / grid) + Reach;
                indices[(i * tokens) + j] = (row * side) + (j % grid) - (i % grid) + Reach;
            }
        }

        var gathered = layers.Write.Node("Gather", [table, layers.Write.Integers(indices, tokens, tokens)]);
        return layers.Write.Transpose(gathered, 2, 0, 1);
    }

    private float[] Neighbours(int layer, int heads)
    {
        const int side = (2 * Reach) + 1;

        // Early layers look sharply at one neighbour, late ones almost anywhere.
        var sharpness = 1.5f * (1 - (layer / (float)options.ImageLayers));
        var values = new float[side * side * heads];
        for (var place = 0; place < side * side; place++)
        {
            for (var head = 0; head < heads; head++)
            {
                var (row, column) = s_neighbours[(head + (layer * heads)) % s_neighbours.Length];
                var down = (place / side) - Reach - row;
                var across = (place % side) - Reach - column;
                values[(place * heads) + head] = -sharpness * Math.Min((down * down) + (across * across), 16);
            }
        }

        return values;
    }
}
