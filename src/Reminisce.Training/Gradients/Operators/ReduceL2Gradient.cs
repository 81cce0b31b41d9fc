namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy x / y.</summary>
internal sealed class ReduceL2Gradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["ReduceL2"];

    public void Append(GradientContext context)
    {
        var ratio = context.Write.Divide(context.Gradient, context.Output());
        context.Give(0, context.Write.Multiply(context.Input(0), Reduction.Kept(context, ratio)));
    }
}
