namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy z x^(z-1), dz = dy y ln x for y = x^z.</summary>
internal sealed class PowGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Pow"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        if (context.Wants(0))
        {
            var lower = write.Node("Pow", [context.Input(0), write.Subtract(context.Input(1), write.Scalar(1))]);
            context.GiveSummed(0, write.Multiply(context.Gradient, write.Multiply(context.Input(1), lower)), context.OutputShape());
        }

        if (context.Wants(1))
        {
            var slope = write.Multiply(context.Output(), write.Node("Log", [context.Input(0)]));
            context.GiveSummed(1, write.Multiply(context.Gradient, slope), context.OutputShape());
        }
    }
}
