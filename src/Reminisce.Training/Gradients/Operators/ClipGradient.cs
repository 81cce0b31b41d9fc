namespace Reminisce.Training.Gradients.Operators;

/// <summary>dx = dy where the value was not clipped.</summary>
internal sealed class ClipGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Clip"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var same = write.Node("Equal", [context.Input(0), context.Output()]);
        context.Give(0, write.Node("Where", [same, context.Gradient, write.Scalar(0)]));
    }
}
