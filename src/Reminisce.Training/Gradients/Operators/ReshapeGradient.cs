namespace Reminisce.Training.Gradients.Operators;

/// <summary>The gradient in the shape of the input.</summary>
internal sealed class ReshapeGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Write.Reshape(context.Gradient, context.InputShape(0)));
    }
}
