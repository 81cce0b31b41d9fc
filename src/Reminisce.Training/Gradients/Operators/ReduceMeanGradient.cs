namespace Reminisce.Training.Gradients.Operators;

/// <summary>Every term gets the gradient of its mean, divided by their number.</summary>
internal sealed class ReduceMeanGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["ReduceMean"];

    public void Append(GradientContext context)
    {
        var count = context.Axes().Aggregate(1L, (n, a) => n * context.InputShape(0)[a]);
        var share = context.Write.Multiply(context.Gradient, 1f / count);
        context.Give(0, Reduction.Spread(context, Reduction.Kept(context, share)));
    }
}
