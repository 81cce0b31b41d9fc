namespace Reminisce.Training.Gradients.Operators;

/// <summary>y = x s(ax): dx = dy (s + a y (1 - s)).</summary>
internal sealed class QuickGeluGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.QuickGelu"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var alpha = context.Number("alpha", 1.702f);
        var sigmoid = write.Node("Sigmoid", [write.Multiply(context.Input(0), alpha)]);
        var rest = write.Multiply(write.Multiply(context.Output(), alpha), write.Subtract(write.Scalar(1), sigmoid));
        context.Give(0, write.Multiply(context.Gradient, write.Add(sigmoid, rest)));
    }
}
