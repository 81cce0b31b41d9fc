namespace Reminisce.Training.Gradients.Operators;

/// <summary>Each branch gets the gradient where it was chosen and 0 elsewhere.</summary>
internal sealed class WhereGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Where"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var zero = write.Scalar(0);
        if (context.Wants(1))
        {
            context.GiveSummed(1, write.Node("Where", [context.Input(0), context.Gradient, zero]), context.OutputShape());
        }

        if (context.Wants(2))
        {
            context.GiveSummed(2, write.Node("Where", [context.Input(0), zero, context.Gradient]), context.OutputShape());
        }
    }
}
