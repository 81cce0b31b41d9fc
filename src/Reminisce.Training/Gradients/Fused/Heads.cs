using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>softmax(scale Q K^T + what is masked + what is added) V, head by head.</summary>
internal static class Heads
{
    private const int Int64Type = 7;

    /// <summary>Appends attention.</summary>
    /// <param name="node">The node whose heads, scale and masks are meant.</param>
    /// <param name="parts">Queries, keys and values, of shape [batch, tokens, size].</param>
    /// <param name="sizes">Their sizes, all heads together.</param>
    /// <param name="queries">Number of tokens that ask.</param>
    /// <param name="keys">Number of tokens that are asked.</param>
    /// <param name="mask">The input that says which keys are seen.</param>
    /// <param name="bias">The input that is added to the scores.</param>
    public static string Attend(FusedNode node, string[] parts, long[] sizes, long queries, long keys, int mask, int bias)
    {
        var write = node.Write;
        var heads = node.Integer("num_heads", 1);
        string Split(int part, long tokens, params long[] order) => write.Transpose(write.Reshape(parts[part], -1, tokens, heads, sizes[part] / heads), order);
        var scale = node.Number("scale", 0);
        scale = scale == 0 ? 1 / MathF.Sqrt(sizes[0] / heads) : scale;
        var scores = write.Multiply(write.MatMul(Split(0, queries, 0, 2, 1, 3), Split(1, keys, 0, 2, 3, 1)), scale);
        scores = node.HasInput(bias) ? write.Add(scores, node.Input(bias)) : scores;
        if (node.HasInput(mask))
        {
            var hidden = node.Number("mask_filter_value", -10000);
            scores = write.Add(scores, write.Node("Where", [Seen(node, mask, keys), write.Scalar(0), write.Scalar(hidden)]));
        }

        if (node.Integer("unidirectional", 0) == 1)
        {
            // Lower than what is masked: where a text is all padding, the attention still does not look ahead.
            float[] later = [.. Enumerable.Range(0, (int)(queries * keys)).Select(i => i % keys > i / keys ? float.MinValue : 0)];
            scores = write.Add(scores, write.Floats(later, [queries, keys]));
        }

        var mixed = write.MatMul(write.Node("Softmax", [scores], GraphBuilder.Attribute("axis", -1)), Split(2, keys, 0, 2, 1, 3));
        return write.Reshape(write.Transpose(mixed, 0, 2, 1, 3), -1, queries, sizes[2]);
    }

    // Which keys are seen, to be broadcast over [batch, heads, queries, keys]: told key by key, or by where a text ends and, behind that, begins.
    private static string Seen(FusedNode node, int mask, long keys)
    {
        var write = node.Write;
        var shape = node.InputShape(mask);
        var given = write.Node("Cast", [node.Input(mask)], GraphBuilder.Attribute("to", Int64Type));
        if (shape.Length > 1)
        {
            var axes = shape.Length == 2 ? new[] { shape[0], 1, 1, shape[1] } : [shape[0], 1, shape[1], shape[2]];
            return write.Node("Greater", [write.Reshape(given, axes), write.Vector(0)]);
        }

        var batch = node.OutputShape()[0];
        var places = write.Integers([.. Enumerable.Range(0, (int)keys).Select(i => (long)i)], 1, 1, 1, keys);
        var limits = write.Reshape(given, -1, batch, 1, 1, 1);
        string Limit(long at) => write.Node("Gather", [limits, write.Reshape(write.Vector(at))]);
        var before = write.Node("Less", [places, Limit(0)]);
        return shape[0] == batch ? before : write.Node("And", [before, write.Node("GreaterOrEqual", [places, Limit(1)])]);
    }
}
