namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy; dropout is the identity at inference, and casts come here only from 32 bits to 32 bits, as exporters leave them about.</summary>
internal sealed class IdentityGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Identity", "Dropout", "Cast"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Gradient);
    }
}
