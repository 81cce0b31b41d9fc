using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Towers;

/// <summary>Writes a transformer block: attention by place and content, then an MLP over each token and what it gathered.</summary>
internal static class BlockGraph
{
    /// <summary>Adds a whole block and gives the new residual stream.</summary>
    /// <param name="graph">The graph to add to.</param>
    /// <param name="hidden">Tokens, <c>[B, T, width]</c>.</param>
    /// <param name="maskBias">Attention logits of padding, from <see cref="AddMaskBias"/>, or <see langword="null"/>.</param>
    /// <param name="block">The weights.</param>
    /// <param name="shape">The tower's sizes.</param>
    public static string Add(GraphBuilder graph, string hidden, string? maskBias, Block block, TowerShape shape)
    {
        var surroundings = AddSurroundings(graph, hidden, maskBias, block.PositionBias, block.Match, block.Value, shape);
        var units = AddUnits(graph, surroundings, block);
        var channels = graph.Linear(units, block.Output, block.OutputOffset);
        var after = shape.Width - block.FirstChannel - block.Output.Columns;
        return graph.Add(hidden, graph.Node("Pad", [channels, graph.Integers(0, 0, block.FirstChannel, 0, 0, after)]));
    }

    /// <summary>Adds layer normalisation; masked towers keep their tokens' lengths, which say how telling a word is.</summary>
    public static string AddNorm(GraphBuilder graph, string hidden, TowerShape shape)
    {
        if (shape.Masked)
        {
            return hidden;
        }

        var ones = new float[shape.Width];
        Array.Fill(ones, 1f);
        return graph.Node(
            "LayerNormalization",
            [hidden, graph.Exact(ones, shape.Width), graph.Exact(new float[shape.Width], shape.Width)],
            GraphBuilder.Attribute("axis", -1));
    }

    /// <summary>Adds attention; gives tokens beside what their heads gathered, <c>[B, T, width + heads x value size]</c>.</summary>
    public static string AddSurroundings(GraphBuilder graph, string hidden, string? maskBias, float[] positionBias, Matrix match, Matrix value, TowerShape shape)
    {
        var normalized = AddNorm(graph, hidden, shape);
        var queries = graph.Transpose(graph.Reshape(graph.MatMul(normalized, graph.Weight(match)), 0, 0, TowerShape.Heads, shape.MatchSize), 0, 2, 1, 3);
        var logits = graph.Add(graph.MatMul(queries, graph.Transpose(queries, 0, 1, 3, 2)), PositionBias(graph, hidden, positionBias, shape));
        if (maskBias is not null)
        {
            logits = graph.Add(logits, maskBias);
        }

        var attention = graph.Node("Softmax", [logits], GraphBuilder.Attribute("axis", -1));
        var values = graph.Node("Unsqueeze", [graph.MatMul(normalized, graph.Weight(value)), graph.Integers(1)]);
        var gathered = graph.Transpose(graph.MatMul(attention, values), 0, 2, 1, 3);
        return graph.Node("Concat", [normalized, graph.Reshape(gathered, 0, 0, TowerShape.Heads * shape.ValueSize)], GraphBuilder.Attribute("axis", -1));
    }

    /// <summary>Adds the hidden units of the MLP.</summary>
    public static string AddUnits(GraphBuilder graph, string surroundings, Block block) => graph.Node(
        "Gelu",
        [graph.Linear(graph.Linear(surroundings, block.Reduce, block.ReduceOffset), block.Dictionary, block.DictionaryOffset)]);

    /// <summary>Adds the attention logits that keep padding out: <c>[B, 1, 1, T]</c>, 0 or -10,000.</summary>
    public static string AddMaskBias(GraphBuilder graph, string mask)
    {
        var missing = graph.Node("Sub", [graph.Node("Cast", [mask], GraphBuilder.Attribute("to", 1)), graph.Scalar(1)]);
        return graph.Node("Unsqueeze", [graph.Multiply(missing, graph.Scalar(10_000)), graph.Integers(1, 2)]);
    }

    private static string PositionBias(GraphBuilder graph, string hidden, float[] bias, TowerShape shape)
    {
        var stored = graph.Weight(bias, TowerShape.Heads, shape.Tokens, shape.Tokens);
        if (!shape.Masked)
        {
            return stored;
        }

        var length = graph.Node("Gather", [graph.Node("Shape", [hidden]), graph.Integers(1)], GraphBuilder.Attribute("axis", 0));
        var ends = graph.Node("Concat", [length, length], GraphBuilder.Attribute("axis", 0));
        return graph.Node("Slice", [stored, graph.Integers(0, 0), ends, graph.Integers(1, 2)]);
    }
}
