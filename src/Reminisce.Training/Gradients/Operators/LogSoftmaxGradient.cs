namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy - exp(y) sum(dy) along the axis.</summary>
internal sealed class LogSoftmaxGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["LogSoftmax"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var axis = context.Axis("axis", -1, context.InputShape(0).Length);
        var sum = write.ReduceSum(context.Gradient, [axis], keepAxes: true);
        context.Give(0, write.Subtract(context.Gradient, write.Multiply(write.Node("Exp", [context.Output()]), sum)));
    }
}
