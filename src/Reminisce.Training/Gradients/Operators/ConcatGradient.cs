namespace Reminisce.Training.Gradients.Operators;

/// <summary>Each part gets its slice of the gradient.</summary>
internal sealed class ConcatGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Concat"];

    public void Append(GradientContext context)
    {
        var axis = context.Axis("axis", 0, context.OutputShape().Length);
        var start = 0L;
        for (var i = 0; i < context.Node.Input.Count; i++)
        {
            var end = start + context.InputShape(i)[axis];
            if (context.Wants(i))
            {
                var write = context.Write;
                context.Give(i, write.Node("Slice", [context.Gradient, write.Vector(start), write.Vector(end), write.Vector(axis)]));
            }

            start = end;
        }
    }
}
