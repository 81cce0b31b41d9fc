namespace Reminisce.Training.Gradients.Operators;

/// <summary>The part of the gradient that is not padding, for constant padding.</summary>
internal sealed class PadGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Pad"];

    public void Append(GradientContext context)
    {
        if (context.Text("mode", "constant") != "constant")
        {
            throw new NotSupportedException($"Pad '{context.Node.Name}' has mode '{context.Text("mode", "constant")}'; only 'constant' has a gradient.");
        }

        var write = context.Write;
        var shape = context.InputShape(0);
        var pads = context.Constant(1);
        var axes = context.HasInput(3) ? context.Constant(3) : [.. Enumerable.Range(0, shape.Length).Select(i => (long)i)];
        var starts = pads[..axes.Length];
        var ends = axes.Select((a, i) => starts[i] + shape[a < 0 ? a + shape.Length : a]).ToArray();
        context.Give(0, write.Node("Slice", [context.Gradient, write.Vector(starts), write.Vector(ends), write.Vector(axes)]));
    }
}
