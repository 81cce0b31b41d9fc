namespace Reminisce.Training.Gradients.Operators;

/// <summary>The Gaussian error linear unit, in its exact and its tanh form.</summary>
internal sealed class GeluGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Gelu", "com.microsoft.Gelu"];

    public void Append(GradientContext context)
    {
        var exact = context.Text("approximate", "none") == "none";
        var slope = exact ? GeluSlopes.Exact(context.Write, context.Input(0)) : GeluSlopes.Tanh(context.Write, context.Input(0));
        context.Give(0, context.Write.Multiply(context.Gradient, slope));
    }
}
