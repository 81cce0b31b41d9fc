namespace Reminisce.Training.Gradients.Operators;

/// <summary>Every place gets the gradient of the mean, divided by the number of places.</summary>
internal sealed class GlobalAveragePoolGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["GlobalAveragePool"];

    public void Append(GradientContext context)
    {
        var shape = context.InputShape(0);
        var share = context.Write.Multiply(context.Gradient, 1f / shape.Skip(2).Aggregate(1L, (a, b) => a * b));
        context.Give(0, context.Write.Node("Expand", [share, context.Write.Vector(shape)]));
    }
}
