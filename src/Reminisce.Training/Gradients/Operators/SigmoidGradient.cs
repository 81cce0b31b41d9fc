namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy y (1 - y).</summary>
internal sealed class SigmoidGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Sigmoid"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var slope = write.Multiply(context.Output(), write.Subtract(write.Scalar(1), context.Output()));
        context.Give(0, write.Multiply(context.Gradient, slope));
    }
}
