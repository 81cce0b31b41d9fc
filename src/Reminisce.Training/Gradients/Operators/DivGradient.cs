namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy / z, dz = -dy y / z for y = x / z.</summary>
internal sealed class DivGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Div"];

    public void Append(GradientContext context)
    {
        var quotient = context.Write.Divide(context.Gradient, context.Input(1));
        if (context.Wants(0))
        {
            context.GiveSummed(0, quotient, context.OutputShape());
        }

        if (context.Wants(1))
        {
            var product = context.Write.Multiply(quotient, context.Output());
            context.GiveSummed(1, context.Write.Node("Neg", [product]), context.OutputShape());
        }
    }
}
