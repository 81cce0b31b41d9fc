using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>The normalised sum of the rows of words, positions and segments, and the lengths of the texts.</summary>
internal sealed class EmbedLayerNormalizationForm : IFusedForm
{
    private const int Int32Type = 6;

    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.EmbedLayerNormalization"];

    public void Append(FusedNode node)
    {
        var write = node.Write;
        var ids = node.InputShape(0);
        var positions = node.HasInput(8)
            ? write.Node("Gather", [node.Input(3), node.Input(8)])
            : write.Node("Slice", [node.Input(3), write.Vector(0), write.Vector(ids[1]), write.Vector(0)]);
        var sum = write.Add(write.Node("Gather", [node.Input(2), node.Input(0)]), positions);
        sum = node.HasInput(4) ? write.Add(sum, write.Node("Gather", [node.Input(4), node.Input(1)])) : sum;
        node.Give(0, write.Node("LayerNormalization", [sum, node.Input(5), node.Input(6)], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("epsilon", node.Number("epsilon", 1e-12f))));
        if (node.HasOutput(1))
        {
            node.Give(1, node.HasInput(7)
                ? write.ReduceSum(node.Input(7), [1], keepAxes: false)
                : write.Node("Cast", [write.Zeros(ids[0])], GraphBuilder.Attribute("to", Int32Type)));
        }

        if (node.HasOutput(2))
        {
            node.Give(2, sum);
        }
    }
}
