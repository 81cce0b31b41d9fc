using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>Attention of a sequence to itself, whose queries, keys and values come from one product.</summary>
internal sealed class AttentionForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.Attention"];

    public string? Limit(FusedNode node) =>
        node.HasInput(4) || node.HasOutput(1) ? "a past state" : node.Integer("do_rotary", 0) != 0 ? "a rotary embedding" : null;

    public void Append(FusedNode node)
    {
        var write = node.Write;
        var all = write.MatMul(node.Input(0), node.Input(1));
        all = node.HasInput(2) ? write.Add(all, node.Input(2)) : all;
        var third = node.InputShape(1)[1] / 3;
        var sizes = node.IntegerList("qkv_hidden_sizes") ?? [third, third, third];
        var parts = write.Nodes("Split", [all, write.Vector(sizes)], 3, GraphBuilder.Attribute("axis", 2));
        var length = node.InputShape(0)[1];
        node.Give(0, Heads.Attend(node, parts, sizes, length, length, mask: 3, bias: 5));
    }
}
