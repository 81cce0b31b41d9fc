namespace Reminisce.Training.Gradients.Fused;

/// <summary>s (1 + erf(s / sqrt 2)) / 2 of the sum s of a value and an offset of its last axis.</summary>
internal sealed class BiasGeluForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.BiasGelu"];

    public void Append(FusedNode node)
    {
        var write = node.Write;
        var sum = write.Add(node.Input(0), node.Input(1));
        var erf = write.Node("Erf", [write.Multiply(sum, MathF.Sqrt(0.5f))]);
        node.Give(0, write.Multiply(sum, write.Multiply(write.Add(erf, write.Scalar(1)), 0.5f)));
    }
}
