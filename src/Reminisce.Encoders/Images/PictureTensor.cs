using System.Buffers;
using System.Numerics.Tensors;

namespace Reminisce.Encoders;

/// <summary>Makes the input of an image tower from a picture file.</summary>
internal static class PictureTensor
{
    /// <summary>Decodes, resizes, crops and normalises a picture.</summary>
    /// <param name="data">The picture file.</param>
    /// <param name="transform">What the tower wants.</param>
    /// <param name="limits">How large the picture may be.</param>
    /// <param name="tensor">Receives <c>[3, Height, Width]</c>, red, green, blue.</param>
    /// <exception cref="PictureException">The picture is empty, damaged, unknown or too large.</exception>
    public static void Fill(ReadOnlyMemory<byte> data, PictureTransform transform, PictureLimits limits, Span<float> tensor)
    {
        using var source = PictureSource.Open(data, limits);
        var grid = transform.Resize?.For(source.UprightWidth, source.UprightHeight) ?? (source.UprightWidth, source.UprightHeight);
        var plane = transform.Width * transform.Height;
        var left = Center(grid.Item1, transform.Width);
        var top = Center(grid.Item2, transform.Height);
        if (left < 0 || top < 0)
        {
            FillPadded(source, transform, grid, left, top, tensor);
        }
        else
        {
            UprightPicture.Render(source, grid, new PictureRegion(left, top, transform.Width, transform.Height), transform.Filter, tensor);
        }

        for (var channel = 0; channel < 3; channel++)
        {
            var values = tensor.Slice(channel * plane, plane);
            TensorPrimitives.Multiply(values, transform.Scale[channel], values);
            TensorPrimitives.Add(values, transform.Offset[channel], values);
        }
    }

    /// <summary>A crop larger than the picture is filled with black around it.</summary>
    private static void FillPadded(PictureSource source, PictureTransform transform, (int Width, int Height) grid, int left, int top, Span<float> tensor)
    {
        var region = new PictureRegion(Math.Max(0, left), Math.Max(0, top), Math.Min(grid.Width, transform.Width), Math.Min(grid.Height, transform.Height));
        var area = region.Width * region.Height;
        var inner = ArrayPool<float>.Shared.Rent(area * 3);
        try
        {
            UprightPicture.Render(source, grid, region, transform.Filter, inner);
            tensor.Clear();
            for (var channel = 0; channel < 3; channel++)
            {
                for (var y = 0; y < region.Height; y++)
                {
                    var to = (channel * transform.Width * transform.Height) + ((Math.Max(0, -top) + y) * transform.Width) + Math.Max(0, -left);
                    inner.AsSpan((channel * area) + (y * region.Width), region.Width).CopyTo(tensor[to..]);
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(inner);
        }
    }

    private static int Center(int whole, int part) => (int)Math.Floor((whole - part) / 2.0);
}
