namespace Reminisce.Training.Gradients;

/// <summary>Undoes broadcasting: sums a gradient over the axes along which a value was repeated.</summary>
internal static class Broadcast
{
    public static string Undo(NodeWriter write, string gradient, long[] from, long[] to)
    {
        if (from.AsSpan().SequenceEqual(to))
        {
            return gradient;
        }

        var extra = from.Length - to.Length;
        var axes = new List<long>();
        for (var i = 0; i < from.Length; i++)
        {
            if (i < extra || (to[i - extra] == 1 && from[i] != 1))
            {
                axes.Add(i);
            }
        }

        // The usual case, an offset of the last axes: one sum over the rows of a matrix is the fastest reduction there is.
        if (axes.Count > 0 && axes[^1] == axes.Count - 1)
        {
            var rows = axes.Aggregate(1L, (n, a) => n * from[a]);
            var columns = from.Skip(axes.Count).Aggregate(1L, (a, b) => a * b);
            var sum = write.ReduceSum(write.Reshape(gradient, rows, columns), [0], keepAxes: false);
            return write.Reshape(sum, to);
        }

        return write.Reshape(axes.Count == 0 ? gradient : write.ReduceSum(gradient, [.. axes], keepAxes: true), to);
    }
}
