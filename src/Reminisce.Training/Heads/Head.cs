using System.Numerics.Tensors;
using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx;
using Reminisce.Training.Towers;

namespace Reminisce.Training.Heads;

/// <summary>A linear map of pooled channels to an embedding of length 1.</summary>
/// <param name="Weights">Pooled channels x dimensions.</param>
/// <param name="Offset">Offset of <paramref name="Weights"/>.</param>
/// <param name="Lexical">Trailing dimensions that compare words, not meaning; they are scaled apart.</param>
internal sealed record Head(Matrix Weights, float[] Offset, int Lexical = 0)
{
    // Shares of cosine similarity that meaning and words make up where an embedding has both.
    private const double LexicalShare = 0.3;

    public int Dimensions => Weights.Columns;

    /// <summary>A head whose offset takes a mean away first.</summary>
    public static Head Centered(float[] mean, Matrix weights, int lexical = 0)
    {
        var offset = Products.Multiply(new Matrix(1, mean.Length, mean), weights).Data;
        TensorPrimitives.Negate(offset, offset);
        return new Head(weights, offset, lexical);
    }

    /// <summary>Embeds pooled rows as the graph of <see cref="Build"/> does, but for the rounding of its weights.</summary>
    public Matrix Apply(Matrix pooled)
    {
        var result = new Ridge(Weights, Offset).Apply(pooled);
        var meaning = Dimensions - Lexical;
        for (var i = 0; i < result.Rows; i++)
        {
            Scale(result.Row(i)[..meaning], Lexical == 0 ? 1 : Math.Sqrt(1 - LexicalShare));
            Scale(result.Row(i)[meaning..], Math.Sqrt(LexicalShare));
        }

        Moments.NormalizeRows(result);
        return result;
    }

    /// <summary>Writes the head of an exit.</summary>
    public byte[] Build(string name, TowerShape shape, int layer)
    {
        var graph = new GraphBuilder(name);
        var hidden = graph.Input("hidden", -1, shape.Masked ? -1 : shape.Tokens, shape.Width);
        var mask = shape.Masked ? graph.InputInt64("attention_mask", -1, -1) : null;
        var mapped = graph.Linear(Pooling.Add(graph, hidden, mask, shape, layer), Weights, Offset);
        if (Lexical > 0)
        {
            var meaning = Dimensions - Lexical;
            var parts = graph.Multiply(graph.Normalize(Columns(graph, mapped, 0, meaning)), graph.Scalar((float)Math.Sqrt(1 - LexicalShare)));
            var words = graph.Multiply(graph.Normalize(Columns(graph, mapped, meaning, Dimensions)), graph.Scalar((float)Math.Sqrt(LexicalShare)));
            mapped = graph.Node("Concat", [parts, words], GraphBuilder.Attribute("axis", -1));
        }

        graph.Output(graph.Normalize(mapped), "embedding", -1, Dimensions);
        return graph.Build();
    }

    private static string Columns(GraphBuilder graph, string value, int from, int to) =>
        graph.Node("Slice", [value, graph.Integers(from), graph.Integers(to), graph.Integers(1)]);

    private static void Scale(Span<float> part, double length)
    {
        var norm = TensorPrimitives.Norm<float>(part);
        if (norm > 1e-6f)
        {
            TensorPrimitives.Multiply(part, (float)length / norm, part);
        }
    }
}
