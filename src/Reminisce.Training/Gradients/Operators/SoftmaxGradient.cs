namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = y (dy - sum(dy y)) along the axis.</summary>
internal sealed class SoftmaxGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Softmax"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var axis = context.Axis("axis", -1, context.InputShape(0).Length);
        var weighted = write.Multiply(context.Gradient, context.Output());
        var sum = write.ReduceSum(weighted, [axis], keepAxes: true);
        context.Give(0, write.Subtract(weighted, write.Multiply(context.Output(), sum)));
    }
}
