using System.Globalization;

namespace Reminisce.Encoders;

/// <summary>Makes the input of a motion tower from a recording.</summary>
internal static class MotionTensor
{
    /// <summary>What is left of a time since 1970 in seconds as a double: grid points this close to a reading are at it.</summary>
    private const double Resolution = 1e-6;

    /// <summary>Lays a recording on a fixed grid by linear interpolation and normalises it.</summary>
    /// <param name="table">The recording in CSV; what lies behind the window is not read.</param>
    /// <param name="transform">What the tower wants.</param>
    /// <param name="tensor">Receives <c>[6, Samples]</c>; the grid's first point is the first reading.</param>
    /// <returns>Whether the whole recording was read.</returns>
    /// <exception cref="MotionException">The recording is damaged, out of order, has a gap, or has fewer than two readings.</exception>
    public static bool Fill(ReadOnlySpan<byte> table, MotionTransform transform, Span<float> tensor)
    {
        var rows = new MotionTable(table);
        Span<float> before = stackalloc float[MotionTransform.Axes];
        Span<float> after = stackalloc float[MotionTransform.Axes];
        if (!rows.Next(out var start, before) || !rows.Next(out var next, after))
        {
            throw new MotionException("The motion recording should have at least two readings, but has fewer; record longer.");
        }

        tensor.Clear();
        var filled = 0;
        var time = start;
        do
        {
            var step = next - time;
            if (step <= 0)
            {
                throw rows.Refuse("should be later than the line before it");
            }

            if (step > transform.MaxGap)
            {
                throw rows.Refuse(string.Create(CultureInfo.InvariantCulture, $"comes {step:0.###} s after the one before it, more than {transform.MaxGap} s; split recordings at gaps"));
            }

            for (; filled < transform.Samples && Grid(filled) <= next + Resolution; filled++)
            {
                var share = (float)((Grid(filled) - time) / step);
                for (var axis = 0; axis < MotionTransform.Axes; axis++)
                {
                    var value = before[axis] + ((after[axis] - before[axis]) * share);
                    tensor[(axis * transform.Samples) + filled] = (value - transform.Mean[axis]) / transform.Deviation[axis];
                }
            }

            after.CopyTo(before);
            time = next;
        }
        while (filled < transform.Samples && rows.Next(out next, after));

        return rows.IsAtEnd;

        double Grid(int point) => start + ((double)point / transform.SampleRate);
    }
}
