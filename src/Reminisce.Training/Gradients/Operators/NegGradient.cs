namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = -dy.</summary>
internal sealed class NegGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Neg"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Write.Node("Neg", [context.Gradient]));
    }
}
