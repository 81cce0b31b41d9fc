using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Operators;

/// <summary>Every taken row adds its gradient to the row it came from; embedding tables are the usual case.</summary>
/// <remarks>The gradient of a table is dense; ONNX Runtime adds repeated rows one after another, so it is deterministic.</remarks>
internal sealed class GatherGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Gather"];

    public void Append(GradientContext context)
    {
        var shape = context.InputShape(0);
        var axis = context.Axis("axis", 0, shape.Length);
        var count = context.InputShape(1).Aggregate(1L, (a, b) => a * b);
        long[] rows = [.. shape[..axis], count, .. shape[(axis + 1)..]];
        var write = context.Write;
        var indices = write.Reshape(write.Node("Cast", [context.Input(1)], GraphBuilder.Attribute("to", 7)), count);
        context.Give(0, Scatter.AddAlong(write, shape, axis, indices, write.Reshape(context.Gradient, rows), rows));
    }
}
