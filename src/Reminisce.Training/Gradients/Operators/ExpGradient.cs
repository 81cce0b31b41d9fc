namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy y.</summary>
internal sealed class ExpGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Exp"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Write.Multiply(context.Gradient, context.Output()));
    }
}
