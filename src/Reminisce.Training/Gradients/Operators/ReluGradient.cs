namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy where y > 0, else 0.</summary>
internal sealed class ReluGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Relu"];

    public void Append(GradientContext context)
    {
        // The sign of the output is 1 or 0: one multiplication instead of a comparison and a selection.
        context.Give(0, context.Write.Multiply(context.Gradient, context.Write.Node("Sign", [context.Output()])));
    }
}
