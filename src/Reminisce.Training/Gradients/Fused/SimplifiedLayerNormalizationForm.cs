namespace Reminisce.Training.Gradients.Fused;

/// <summary>x scale / sqrt(mean(x^2) + epsilon).</summary>
internal sealed class SimplifiedLayerNormalizationForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["SimplifiedLayerNormalization"];

    public string? Limit(FusedNode node) => node.HasOutput(1) ? "its deviation given out" : null;

    public void Append(FusedNode node)
    {
        var shape = node.InputShape(0);
        node.Give(0, Normalize(node.Write, node.Input(0), shape, node.Axis("axis", -1, shape.Length), node.Number("epsilon", 1e-5f), node.Input(1)));
    }

    public static string Normalize(NodeWriter write, string value, long[] shape, int axis, float epsilon, string scale)
    {
        long[] axes = [.. Enumerable.Range(axis, shape.Length - axis).Select(i => (long)i)];
        var share = 1f / axes.Aggregate(1L, (n, a) => n * shape[a]);
        var mean = write.Multiply(write.ReduceSum(write.Multiply(value, value), axes, keepAxes: true), share);
        var root = write.Node("Sqrt", [write.Add(mean, write.Scalar(epsilon))]);
        return write.Multiply(write.Divide(value, root), scale);
    }
}
