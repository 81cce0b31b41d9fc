using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients.Operators;

/// <summary>With n = (x - mean) / deviation and g = dy scale: dx = (g - mean(g) - n mean(g n)) / deviation.</summary>
internal sealed class LayerNormalizationGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["LayerNormalization"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var shape = context.InputShape(0);
        var first = context.Axis("axis", -1, shape.Length);
        long[] axes = [.. Enumerable.Range(first, shape.Length - first).Select(i => (long)i)];
        var (mean, inverse) = Statistics(context.Node);
        var normal = write.Multiply(write.Subtract(context.Input(0), mean), inverse);
        if (context.Wants(1))
        {
            context.GiveSummed(1, write.Multiply(context.Gradient, normal), shape);
        }

        if (context.Wants(2))
        {
            context.GiveSummed(2, context.Gradient, shape);
        }

        if (context.Wants(0))
        {
            var scaled = write.Multiply(context.Gradient, context.Input(1));
            var share = 1f / axes.Aggregate(1L, (n, a) => n * shape[a]);
            var average = write.Multiply(write.ReduceSum(scaled, axes, keepAxes: true), share);
            var along = write.Multiply(normal, write.Multiply(write.ReduceSum(write.Multiply(scaled, normal), axes, keepAxes: true), share));
            context.Give(0, write.Multiply(write.Subtract(write.Subtract(scaled, average), along), inverse));
        }
    }

    // The operator gives its statistics out when it is asked for them, so they are not computed twice.
    private static (string Mean, string Inverse) Statistics(NodeProto node)
    {
        while (node.Output.Count < 3)
        {
            node.Output.Add(string.Empty);
        }

        for (var i = 1; i < 3; i++)
        {
            if (node.Output[i].Length == 0)
            {
                node.Output[i] = $"{node.Output[0]}/{(i == 1 ? "mean" : "inverse")}";
            }
        }

        return (node.Output[1], node.Output[2]);
    }
}
