namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy z, dz = dy x for y = x z.</summary>
internal sealed class MulGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Mul"];

    public void Append(GradientContext context)
    {
        for (var i = 0; i < 2; i++)
        {
            if (context.Wants(i))
            {
                context.GiveSummed(i, context.Write.Multiply(context.Gradient, context.Input(1 - i)), context.OutputShape());
            }
        }
    }
}
