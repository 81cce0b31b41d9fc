namespace Reminisce.Training.Gradients.Fused;

/// <summary>A convolution, what is added to it, and the function behind that.</summary>
internal sealed class FusedConvForm : IFusedForm
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.FusedConv"];

    public void Append(FusedNode node)
    {
        var write = node.Write;
        var value = write.Node("Conv", node.Node.Input.Take(3), [.. node.Node.Attribute.Where(a => !a.Name.StartsWith("activation", StringComparison.Ordinal))]);
        value = node.HasInput(3) ? write.Add(value, node.Input(3)) : value;
        var parameters = node.Node.Attribute.FirstOrDefault(a => a.Name == "activation_params")?.Floats.ToArray() ?? [];
        node.Give(0, Activation.Append(write, value, node.Text("activation", ""), parameters));
    }
}
