namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = -dy y^2.</summary>
internal sealed class ReciprocalGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Reciprocal"];

    public void Append(GradientContext context)
    {
        var square = context.Write.Multiply(context.Output(), context.Output());
        context.Give(0, context.Write.Node("Neg", [context.Write.Multiply(context.Gradient, square)]));
    }
}
