using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Image;

/// <summary>Writes the stem: pixels to one token per cell of the picture.</summary>
internal static class StemGraph
{
    private const float Threshold = 0.7f;
    private const float ColorWidth = 0.35f;

    /// <summary>Adds filter responses pooled per cell: <c>[B, tokens, features]</c>, with square roots taken.</summary>
    public static string AddCells(GraphBuilder graph, string pixels, StemFilters filters, ImageGeometry geometry)
    {
        var half = Pool(graph, pixels, 2, 2);
        var fine = Responses(graph, pixels, filters.Fine, geometry);
        var coarse = Responses(graph, half, filters.Coarse, geometry);
        var side = ((geometry.Size - geometry.Patch) / geometry.Stride) + 1;
        var halfSide = (((geometry.Size / 2) - geometry.Patch) / geometry.Stride) + 1;
        var cells = graph.Node(
            "Concat",
            [PoolTo(graph, fine, side, geometry.Grid), PoolTo(graph, coarse, halfSide, geometry.Grid), PoolTo(graph, Colors(graph, half, filters.Colors), geometry.Size / 2, geometry.Grid)],
            GraphBuilder.Attribute("axis", 1));
        var features = (4 * geometry.Filters) + geometry.Colors;
        var tokens = graph.Transpose(graph.Reshape(cells, 0, features, geometry.Tokens), 0, 2, 1);
        return graph.Node("Sqrt", [graph.Node("Add", [tokens, graph.Scalar(1e-3f)])]);
    }

    private static string Responses(GraphBuilder graph, string pixels, Matrix filters, ImageGeometry geometry)
    {
        long size = geometry.Patch;
        var stride = GraphBuilder.Attribute("strides", [geometry.Stride, geometry.Stride]);
        var weights = graph.Weight(filters.Data, filters.Rows, 3, size, size);
        var ones = new float[geometry.PatchLength];
        Array.Fill(ones, 1f / ones.Length);
        var average = graph.Exact(ones, 1, 3, size, size);
        var mean = graph.Node("Conv", [pixels, average], stride);
        var squares = graph.Node("Conv", [graph.Multiply(pixels, pixels), average], stride);
        var variance = graph.Node("Relu", [graph.Node("Sub", [squares, graph.Multiply(mean, mean)])]);
        var deviation = graph.Node("Sqrt", [graph.Add(variance, graph.Scalar(PatchSampler.FlatVariance))]);
        var response = graph.Node("Div", [graph.Node("Conv", [pixels, weights], stride), deviation]);
        var positive = graph.Node("Relu", [graph.Node("Sub", [response, graph.Scalar(Threshold)])]);
        var negative = graph.Node("Relu", [graph.Node("Sub", [graph.Node("Neg", [response]), graph.Scalar(Threshold)])]);
        return graph.Node("Concat", [positive, negative], GraphBuilder.Attribute("axis", 1));
    }

    // exp(-|p - c|^2 / 2 s^2) per pixel and colour centre, written as a 1 x 1 convolution of the pixel and its square.
    private static string Colors(GraphBuilder graph, string pixels, Matrix centers)
    {
        var precision = 1 / (2 * ColorWidth * ColorWidth);
        var weights = new float[centers.Rows * 6];
        var offset = new float[centers.Rows];
        for (var i = 0; i < centers.Rows; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                weights[(i * 6) + channel] = 2 * precision * centers[i, channel];
                weights[(i * 6) + 3 + channel] = -precision;
                offset[i] -= precision * centers[i, channel] * centers[i, channel];
            }
        }

        var both = graph.Node("Concat", [pixels, graph.Multiply(pixels, pixels)], GraphBuilder.Attribute("axis", 1));
        return graph.Node("Exp", [graph.Node("Conv", [both, graph.Exact(weights, centers.Rows, 6, 1, 1), graph.Exact(offset, centers.Rows)])]);
    }

    private static string PoolTo(GraphBuilder graph, string value, int side, int grid)
    {
        var stride = side / grid;
        return Pool(graph, value, side - ((grid - 1) * stride), stride);
    }

    private static string Pool(GraphBuilder graph, string value, int kernel, int stride) => graph.Node(
        "AveragePool",
        [value],
        GraphBuilder.Attribute("kernel_shape", [kernel, kernel]),
        GraphBuilder.Attribute("strides", [stride, stride]));
}
