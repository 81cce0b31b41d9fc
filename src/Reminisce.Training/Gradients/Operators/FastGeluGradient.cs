namespace Reminisce.Training.Gradients.Operators;

/// <summary>The tanh form with an optional offset of the last axis.</summary>
internal sealed class FastGeluGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["com.microsoft.FastGelu"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var x = context.HasInput(1) ? write.Add(context.Input(0), context.Input(1)) : context.Input(0);
        var gradient = write.Multiply(context.Gradient, GeluSlopes.Tanh(write, x));
        for (var i = 0; i < 2; i++)
        {
            if (context.Wants(i))
            {
                context.GiveSummed(i, gradient, context.OutputShape());
            }
        }
    }
}
