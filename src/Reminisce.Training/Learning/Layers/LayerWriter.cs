using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Layers;

/// <summary>Writes the layers that towers are made of.</summary>
/// <remarks>Token values are <c>[B, T, W]</c>. Blocks normalise first (pre-LN), so the residual path stays linear.</remarks>
internal sealed class LayerWriter(NodeWriter write, IWeightSource weights)
{
    public NodeWriter Write => write;

    public string Weight(string name, Func<Random, float[]> initial, params long[] shape) => weights.Get(write, name, initial, shape);

    /// <summary>A linear map of the last axis, with an offset.</summary>
    public string Linear(string value, string name, int from, int to, float deviation, bool offset = true)
    {
        var product = write.MatMul(value, Weight(name + "/weight", Initial.Normal(from * to, deviation), from, to));
        return offset ? write.Add(product, Weight(name + "/offset", Initial.Constant(to, 0), to)) : product;
    }

    /// <summary>Normalisation over the last axis, with scale and offset.</summary>
    public string Normalize(string value, string name, int width) =>
        write.Node(
            "LayerNormalization",
            [value, Weight(name + "/scale", Initial.Constant(width, 1), width), Weight(name + "/offset", Initial.Constant(width, 0), width)],
            GraphBuilder.Attribute("axis", -1),
            GraphBuilder.Attribute("epsilon", 1e-5f));

    /// <summary>One transformer block: attention, then a two-layer network, each added to what came in.</summary>
    /// <param name="value">Tokens <c>[B, T, W]</c>.</param>
    /// <param name="name">Prefix of the weights.</param>
    /// <param name="shape">Sizes of the block.</param>
    /// <param name="scoreOffset">Added to the attention scores before the softmax, or null: positions, or the mask of padding.</param>
    public string Block(string value, string name, BlockShape shape, string? scoreOffset)
    {
        var attended = Attention(Normalize(value, name + "/attention/norm", shape.Width), name + "/attention", shape, scoreOffset);
        value = write.Add(value, attended);
        var inner = Linear(Normalize(value, name + "/mlp/norm", shape.Width), name + "/mlp/in", shape.Width, shape.Inner, shape.Deviation);
        var outer = Linear(write.Node(shape.Activation, [inner]), name + "/mlp/out", shape.Inner, shape.Width, shape.ResidualDeviation);
        return write.Add(value, outer);
    }

    private string Attention(string value, string name, BlockShape shape, string? scoreOffset)
    {
        // The usual division by the root of the head's width is folded into the first numbers of the query weights.
        var headWidth = shape.Width / shape.Heads;
        var query = Heads(Linear(value, name + "/query", shape.Width, shape.Width, shape.Deviation / MathF.Sqrt(headWidth)), shape, [0, 2, 1, 3]);
        var key = Heads(Linear(value, name + "/key", shape.Width, shape.Width, shape.Deviation, offset: false), shape, [0, 2, 3, 1]);
        var content = Heads(Linear(value, name + "/value", shape.Width, shape.Width, shape.Deviation), shape, [0, 2, 1, 3]);
        var scores = write.MatMul(query, key);
        scores = scoreOffset is null ? scores : write.Add(scores, scoreOffset);
        var mixed = write.MatMul(write.Node("Softmax", [scores], GraphBuilder.Attribute("axis", -1)), content);
        var joined = write.Node("Reshape", [write.Transpose(mixed, 0, 2, 1, 3), write.Vector(0, 0, shape.Width)]);
        return Linear(joined, name + "/out", shape.Width, shape.Width, shape.ResidualDeviation);
    }

    private string Heads(string value, BlockShape shape, long[] order) =>
        write.Transpose(write.Node("Reshape", [value, write.Vector(0, 0, shape.Heads, shape.Width / shape.Heads)]), order);
}
