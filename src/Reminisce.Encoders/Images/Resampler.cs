using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reminisce.Encoders;

/// <summary>Resizes pixels by a separable filter; one source row at a time, so memory is that of the result.</summary>
internal static class Resampler
{
    /// <summary>Computes a rectangle of the resized picture.</summary>
    /// <param name="source">The pixels.</param>
    /// <param name="grid">The size of the whole resized picture.</param>
    /// <param name="region">The part of the grid that is computed; it lies inside the grid.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="result">Four floats per pixel of the region, 0 to 255; overwritten.</param>
    public static void Resize(PixelBuffer source, (int Width, int Height) grid, PictureRegion region, ResampleFilter filter, Span<float> result)
    {
        var columns = new ResampleWeights(source.Width, grid.Width, region.X, region.Width, filter);
        var rows = new ResampleWeights(source.Height, grid.Height, region.Y, region.Height, filter);
        var stride = region.Width * 4;
        result[..(stride * region.Height)].Clear();
        var wide = ArrayPool<float>.Shared.Rent(source.Width * 4);
        var narrow = ArrayPool<float>.Shared.Rent(stride);
        try
        {
            var firstOutput = 0;
            var last = rows.First(rows.Count - 1) + rows.Weights(rows.Count - 1).Length;
            for (var y = rows.First(0); y < last; y++)
            {
                TensorPrimitives.ConvertTruncating<byte, float>(source.Row(y), wide.AsSpan(0, source.Width * 4));
                Narrow(wide, columns, narrow);
                while (firstOutput < rows.Count && rows.First(firstOutput) + rows.Weights(firstOutput).Length <= y)
                {
                    firstOutput++;
                }

                for (var output = firstOutput; output < rows.Count && rows.First(output) <= y; output++)
                {
                    var target = result.Slice(output * stride, stride);
                    TensorPrimitives.MultiplyAdd(narrow.AsSpan(0, stride), rows.Weights(output)[y - rows.First(output)], target, target);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(wide);
            ArrayPool<float>.Shared.Return(narrow);
        }

        // Cubic and Lanczos filters overshoot at edges.
        var all = result[..(stride * region.Height)];
        TensorPrimitives.Max(all, 0f, all);
        TensorPrimitives.Min(all, 255f, all);
    }

    private static void Narrow(ReadOnlySpan<float> row, ResampleWeights columns, Span<float> result)
    {
        var pixels = MemoryMarshal.Cast<float, Vector128<float>>(row);
        var output = MemoryMarshal.Cast<float, Vector128<float>>(result);
        for (var x = 0; x < columns.Count; x++)
        {
            var weights = columns.Weights(x);
            var taps = pixels.Slice(columns.First(x), weights.Length);
            var sum = Vector128<float>.Zero;
            for (var i = 0; i < taps.Length; i++)
            {
                sum += taps[i] * weights[i];
            }

            output[x] = sum;
        }
    }
}
