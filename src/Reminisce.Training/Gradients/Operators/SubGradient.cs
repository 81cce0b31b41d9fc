namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy, dz = -dy for y = x - z.</summary>
internal sealed class SubGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Sub"];

    public void Append(GradientContext context)
    {
        if (context.Wants(0))
        {
            context.GiveSummed(0, context.Gradient, context.OutputShape());
        }

        if (context.Wants(1))
        {
            context.GiveSummed(1, context.Write.Node("Neg", [context.Gradient]), context.OutputShape());
        }
    }
}
