namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy 2 / sqrt(pi) exp(-x^2).</summary>
internal sealed class ErfGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Erf"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var square = write.Multiply(context.Input(0), context.Input(0));
        var bell = write.Node("Exp", [write.Node("Neg", [square])]);
        context.Give(0, write.Multiply(context.Gradient, write.Multiply(bell, 2 / MathF.Sqrt(MathF.PI))));
    }
}
