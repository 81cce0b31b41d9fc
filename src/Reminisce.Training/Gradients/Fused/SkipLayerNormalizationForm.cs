using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>Adds a value, its skip connection and an optional bias, and normalises the sum; both may be given out.</summary>
internal sealed class SkipLayerNormalizationForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.SkipLayerNormalization"];

    public void Append(FusedNode node)
    {
        var sum = Sum(node, bias: 4);
        string[] inputs = node.HasInput(3) ? [sum, node.Input(2), node.Input(3)] : [sum, node.Input(2)];
        node.Give(0, node.Write.Node("LayerNormalization", inputs, GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("epsilon", node.Number("epsilon", 1e-12f))));
    }

    /// <summary>The sum of the first two inputs and the bias, given out where the node does.</summary>
    public static string Sum(FusedNode node, int bias)
    {
        var sum = node.Write.Add(node.Input(0), node.Input(1));
        sum = node.HasInput(bias) ? node.Write.Add(sum, node.Input(bias)) : sum;
        if (node.HasOutput(3))
        {
            node.Give(3, sum);
        }

        return sum;
    }
}
