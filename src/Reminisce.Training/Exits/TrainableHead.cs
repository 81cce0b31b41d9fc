using Reminisce.Training.Algebra;
using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Exits;

/// <summary>A head in a graph that is trained: the closed form is a constant, what is trained is added to it, so that decay pulls towards it.</summary>
/// <param name="Name">Prefix of its weights.</param>
/// <param name="Start">Where it starts.</param>
internal sealed record TrainableHead(string Name, ExitHead Start) : IWindowHead
{
    public int Dimensions => Start.Dimensions;

    public string Append(ModelProto model, LayerWriter layers, string states, int tokens) =>
        Write(layers, Standardize(layers.Write, HeadGraphs.Features(layers.Write, states, null, tokens)));

    /// <summary>Adds the head.</summary>
    /// <param name="layers">The graph.</param>
    /// <param name="standard">Standardised features <c>[B, F]</c>.</param>
    /// <returns>Embeddings <c>[B, D]</c> of length 1.</returns>
    public string Write(LayerWriter layers, string standard)
    {
        var write = layers.Write;
        var (features, units, dimensions) = (Start.Linear.Rows, Start.Inner.Columns, Start.Dimensions);
        var moved = layers.Weight($"{Name}/moved", Initial.Constant(features * dimensions, 0), features, dimensions);
        var linear = write.Add(write.Floats(Start.Linear.Data, [features, dimensions]), moved);
        var straight = write.Add(write.MatMul(standard, linear), layers.Weight($"{Name}/offset", _ => [.. Start.Offset], dimensions));
        var inner = write.MatMul(standard, layers.Weight($"{Name}/inner", _ => [.. Start.Inner.Data], features, units));
        inner = write.Add(inner, layers.Weight($"{Name}/inner/offset", _ => [.. Start.InnerOffset], units));
        var bent = write.MatMul(Gelu(write, inner), layers.Weight($"{Name}/outer", _ => [.. Start.Outer.Data], units, dimensions));
        return write.Node("LpNormalization", [write.Add(straight, bent)], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("p", 2));
    }

    // Written out, because graphs that heads are trained behind may be older than the operator.
    private static string Gelu(NodeWriter write, string value)
    {
        var erf = write.Node("Erf", [write.Multiply(value, 1 / MathF.Sqrt(2))]);
        return write.Multiply(write.Multiply(value, write.Add(erf, write.Scalar(1))), 0.5f);
    }

    /// <summary>Adds what standardises features in the graph, for those that are computed there.</summary>
    public string Standardize(NodeWriter write, string features) => write.Divide(
        write.Subtract(features, write.Floats(Start.Mean, [Start.Mean.Length])),
        write.Floats(Start.Deviation, [Start.Deviation.Length]));

    /// <summary>The head with what training made of it.</summary>
    public ExitHead Take(IReadOnlyDictionary<string, float[]> weights)
    {
        var linear = new Matrix(Start.Linear.Rows, Start.Linear.Columns);
        System.Numerics.Tensors.TensorPrimitives.Add(Start.Linear.Data, weights[$"{Name}/moved"], linear.Data);
        return Start with
        {
            Linear = linear,
            Offset = weights[$"{Name}/offset"],
            Inner = new Matrix(Start.Inner.Rows, Start.Inner.Columns, weights[$"{Name}/inner"]),
            InnerOffset = weights[$"{Name}/inner/offset"],
            Outer = new Matrix(Start.Outer.Rows, Start.Outer.Columns, weights[$"{Name}/outer"]),
        };
    }
}
