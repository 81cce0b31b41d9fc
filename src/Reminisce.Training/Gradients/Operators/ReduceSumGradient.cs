namespace Reminisce.Training.Gradients.Operators;

/// <summary>Every term gets the gradient of its sum.</summary>
internal sealed class ReduceSumGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["ReduceSum"];

    public void Append(GradientContext context)
    {
        context.Give(0, Reduction.Spread(context, Reduction.Kept(context, context.Gradient)));
    }
}
