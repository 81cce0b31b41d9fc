namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy sign(x).</summary>
internal sealed class AbsGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Abs"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Write.Multiply(context.Gradient, context.Write.Node("Sign", [context.Input(0)])));
    }
}
