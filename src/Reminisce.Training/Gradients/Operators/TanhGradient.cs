namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy (1 - y^2).</summary>
internal sealed class TanhGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Tanh"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var slope = write.Subtract(write.Scalar(1), write.Multiply(context.Output(), context.Output()));
        context.Give(0, write.Multiply(context.Gradient, slope));
    }
}
