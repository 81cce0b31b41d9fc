namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = 2 x dy.</summary>
internal sealed class ReduceSumSquareGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["ReduceSumSquare"];

    public void Append(GradientContext context)
    {
        var doubled = context.Write.Multiply(context.Gradient, 2);
        context.Give(0, context.Write.Multiply(context.Input(0), Reduction.Kept(context, doubled)));
    }
}
