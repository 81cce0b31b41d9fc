namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy / x.</summary>
internal sealed class LogGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Log"];

    public void Append(GradientContext context)
    {
        context.Give(0, context.Write.Divide(context.Gradient, context.Input(0)));
    }
}
