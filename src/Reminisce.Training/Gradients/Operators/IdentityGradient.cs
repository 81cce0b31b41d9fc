namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy; dropout is the identity at inference, and gradients are of the inference graph.</summary>
internal sealed class IdentityGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Identity", "Dropout"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Gradient);
    }
}
