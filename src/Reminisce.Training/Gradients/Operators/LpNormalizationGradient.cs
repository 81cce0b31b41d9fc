namespace Reminisce.Training.Gradients.Operators;

/// <summary>y = x / |x|: dx = (dy - y sum(dy y)) / |x|, for p = 2.</summary>
internal sealed class LpNormalizationGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["LpNormalization"];

    public void Append(GradientContext context)
    {
        if (context.Integer("p", 2) != 2)
        {
            throw new NotSupportedException($"LpNormalization '{context.Node.Name}' has p = {context.Integer("p", 2)}; only p = 2 has a gradient.");
        }

        var write = context.Write;
        var axis = context.Axis("axis", -1, context.InputShape(0).Length);
        var sum = write.ReduceSum(write.Multiply(context.Gradient, context.Output()), [axis], keepAxes: true);
        var norm = write.Node("Sqrt", [write.ReduceSum(write.Multiply(context.Input(0), context.Input(0)), [axis], keepAxes: true)]);
        var across = write.Subtract(context.Gradient, write.Multiply(context.Output(), sum));
        context.Give(0, write.Divide(across, norm));
    }
}
