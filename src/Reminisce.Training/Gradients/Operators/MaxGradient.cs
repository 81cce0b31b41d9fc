namespace Reminisce.Training.Gradients.Operators;

/// <summary>The gradient goes to the input that is the largest; of equal ones each gets it.</summary>
internal sealed class MaxGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Max"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        for (var i = 0; i < context.Node.Input.Count; i++)
        {
            if (context.Wants(i))
            {
                var chosen = write.Node("Equal", [context.Input(i), context.Output()]);
                context.GiveSummed(i, write.Node("Where", [chosen, context.Gradient, write.Scalar(0)]), context.OutputShape());
            }
        }
    }
}
