namespace Reminisce.Training.Gradients.Operators;

/// <summary>Both terms get the gradient, summed over the axes along which they were repeated.</summary>
internal sealed class AddGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Add"];

    public void Append(GradientContext context)
    {
        for (var i = 0; i < 2; i++)
        {
            if (context.Wants(i))
            {
                context.GiveSummed(i, context.Gradient, context.OutputShape());
            }
        }
    }
}
