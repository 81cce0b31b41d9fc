using Reminisce.Training.Onnx;

namespace Reminisce.Training.Towers;

/// <summary>Writes what a head reads: the tokens of an item summed up in one row.</summary>
internal static class Pooling
{
    /// <summary>Numbers per item after some layers.</summary>
    public static int Size(TowerShape shape, int layer) => shape.Masked ? shape.Filled(layer) : 2 * shape.Filled(layer);

    /// <summary>Adds the pooled channels filled so far: mean and deviation over a picture's cells, or the direction of a text's mean.</summary>
    public static string Add(GraphBuilder graph, string hidden, string? mask, TowerShape shape, int layer)
    {
        var filled = layer == shape.Blocks ? hidden : graph.Node("Slice", [hidden, graph.Integers(0), graph.Integers(shape.Filled(layer)), graph.Integers(2)]);
        var mean = AddMean(graph, filled, mask);
        if (shape.Masked)
        {
            return graph.Normalize(mean);
        }

        var squares = AddMean(graph, graph.Multiply(filled, filled), mask);
        var variance = graph.Node("Relu", [graph.Node("Sub", [squares, graph.Multiply(mean, mean)])]);
        var deviation = graph.Node("Sqrt", [graph.Add(variance, graph.Scalar(1e-6f))]);
        return graph.Node("Concat", [mean, deviation], GraphBuilder.Attribute("axis", -1));
    }

    /// <summary>Adds the mean over the tokens, padding left out.</summary>
    public static string AddMean(GraphBuilder graph, string hidden, string? mask)
    {
        if (mask is null)
        {
            return graph.Node("ReduceMean", [hidden, graph.Integers(1)], GraphBuilder.Attribute("keepdims", 0));
        }

        var weights = graph.Node("Cast", [mask], GraphBuilder.Attribute("to", 1));
        var sum = graph.Node("Squeeze", [graph.MatMul(graph.Node("Unsqueeze", [weights, graph.Integers(1)]), hidden), graph.Integers(1)]);
        var count = graph.Node("ReduceSum", [weights, graph.Integers(1)], GraphBuilder.Attribute("keepdims", 1));
        return graph.Node("Div", [sum, graph.Node("Max", [count, graph.Scalar(1)])]);
    }
}
