namespace Reminisce.Training.Gradients.Operators;

/// <summary>The gradient at the places that were taken, and 0 elsewhere.</summary>
internal sealed class SliceGradient : IOperatorGradient
{
    public IReadOnlyList<string> Operators { get; } = ["Slice"];

    public void Append(GradientContext context)
    {
        var write = context.Write;
        var shape = context.InputShape(0);
        var taken = context.OutputShape();
        var starts = context.Constant(1);
        var axes = context.HasInput(3) ? context.Constant(3) : [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = context.HasInput(4) ? context.Constant(4) : [.. Enumerable.Repeat(1L, starts.Length)];
        var gradient = context.Gradient;
        var pads = new long[2 * shape.Length];
        for (var i = 0; i < axes.Length; i++)
        {
            var axis = (int)(axes[i] < 0 ? axes[i] + shape.Length : axes[i]);
            var start = First(starts[i], shape[axis], steps[i]);
            if (steps[i] == 1)
            {
                pads[axis] = start;
                pads[shape.Length + axis] = shape[axis] - start - taken[axis];
            }
            else
            {
                gradient = Spread(context, gradient, axis, start, steps[i], [.. taken]);
                taken = [.. taken];
                taken[axis] = shape[axis];
            }
        }

        context.Give(0, Array.TrueForAll(pads, p => p == 0) ? gradient : write.Node("Pad", [gradient, write.Vector(pads)]));
    }

    private static long First(long start, long length, long step)
    {
        var first = start < 0 ? start + length : start;
        return Math.Clamp(first, 0, step > 0 ? length : length - 1);
    }

    private static string Spread(GradientContext context, string gradient, int axis, long start, long step, long[] shape)
    {
        var indices = Enumerable.Range(0, (int)shape[axis]).Select(i => start + (i * step)).ToArray();
        var target = shape.ToArray();
        target[axis] = context.InputShape(0)[axis];
        return Scatter.AddAlong(context.Write, target, axis, context.Write.Vector(indices), gradient, shape);
    }
}
