namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy / 2y.</summary>
internal sealed class SqrtGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Sqrt"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Write.Divide(context.Write.Multiply(context.Gradient, 0.5f), context.Output()));
    }
}
