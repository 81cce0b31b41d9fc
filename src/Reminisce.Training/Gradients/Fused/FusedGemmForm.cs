using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>A Gemm and the function behind it.</summary>
internal sealed class FusedGemmForm : IFusedForm
{
    private static readonly string[] s_own = ["transA", "transB", "alpha", "beta"];

    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.FusedGemm"];

    public void Append(FusedNode node)
    {
        var product = node.Write.Node("Gemm", node.Node.Input, [.. node.Node.Attribute.Where(a => s_own.Contains(a.Name))]);
        string[] parameters = ["activation_alpha", "activation_beta"];
        var given = parameters.TakeWhile(n => node.Node.Attribute.Any(a => a.Name == n)).Select(n => node.Number(n, 0));
        node.Give(0, Activation.Append(node.Write, product, node.Text("activation", ""), [.. given]));
    }
}
