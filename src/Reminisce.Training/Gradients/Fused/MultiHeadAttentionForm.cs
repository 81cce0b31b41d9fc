using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>Attention of queries to keys and values that were made outside, with an offset for each.</summary>
internal sealed class MultiHeadAttentionForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.MultiHeadAttention"];

    public string? Limit(FusedNode node)
    {
        var past = node.HasInput(6) || node.HasInput(7) || node.HasOutput(1) || node.HasOutput(2);
        return past ? "a past state" : Enumerable.Range(0, 3).All(i => node.HasInput(i) && node.InputShape(i).Length == 3) ? null : "packed inputs";
    }

    public void Append(FusedNode node)
    {
        var write = node.Write;
        var shapes = Enumerable.Range(0, 3).Select(node.InputShape).ToArray();
        long[] sizes = [.. shapes.Select(s => s[2])];
        string[] parts = [node.Input(0), node.Input(1), node.Input(2)];
        if (node.HasInput(3))
        {
            var offsets = write.Nodes("Split", [node.Input(3), write.Vector(sizes)], 3, GraphBuilder.Attribute("axis", 0));
            parts = [.. parts.Zip(offsets, write.Add)];
        }

        node.Give(0, Heads.Attend(node, parts, sizes, shapes[0][1], shapes[1][1], mask: 4, bias: 5));
    }
}
