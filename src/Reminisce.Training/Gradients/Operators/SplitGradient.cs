using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Operators;

/// <summary>The gradients of the parts, put together again; a part the loss does not use counts as 0.</summary>
internal sealed class SplitGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Split"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var axis = context.Axis("axis", 0, context.InputShape(0).Length);
        var parts = Enumerable.Range(0, context.Node.Output.Count).Select(i => context.GradientOf(i) ?? write.Zeros(context.OutputShape(i)));
        context.Give(0, write.Node("Concat", parts.ToArray(), GraphBuilder.Attribute("axis", axis)));
    }
}
