namespace Reminisce.Training.Gradients.Operators;

/// <summary>Every term gets the gradient, summed over the axes along which it was repeated.</summary>
internal sealed class SumGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Sum"];

    public void Append(GradientContext context)
    {
        for (var i = 0; i < context.Node.Input.Count; i++)
        {
            if (context.Wants(i))
            {
                context.GiveSummed(i, context.Gradient, context.OutputShape());
            }
        }
    }
}
