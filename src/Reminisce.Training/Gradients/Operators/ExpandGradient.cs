namespace Reminisce.Training.Gradients.Operators;

/// <summary>The gradient summed over the axes along which the value was repeated.</summary>
internal sealed class ExpandGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Expand"];

    public void Append(GradientContext context)
    {
        context.GiveSummed(0, context.Gradient, context.OutputShape());
    }
}
