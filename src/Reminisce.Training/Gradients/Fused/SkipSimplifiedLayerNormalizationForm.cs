namespace Reminisce.Training.Gradients.Fused;

/// <summary>Adds a value, its skip connection and an optional bias, and scales the sum by its root mean square.</summary>
internal sealed class SkipSimplifiedLayerNormalizationForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.SkipSimplifiedLayerNormalization"];

    public void Append(FusedNode node)
    {
        var sum = SkipLayerNormalizationForm.Sum(node, bias: 3);
        var shape = node.InputShape(0);
        node.Give(0, SimplifiedLayerNormalizationForm.Normalize(node.Write, sum, shape, shape.Length - 1, node.Number("epsilon", 1e-12f), node.Input(2)));
    }
}
