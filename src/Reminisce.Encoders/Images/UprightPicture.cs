using System.Buffers;

namespace Reminisce.Encoders;

/// <summary>Decodes, resizes and turns a picture in one go.</summary>
internal static class UprightPicture
{
    /// <summary>Decodes a picture and computes a rectangle of its upright, resized form.</summary>
    /// <param name="source">The picture.</param>
    /// <param name="grid">The upright size to resize to.</param>
    /// <param name="region">The upright rectangle that is wanted; it lies inside the grid.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="planes">Receives red, green and blue planes of the region, row by row, 0 to 255.</param>
    public static void Render(PictureSource source, (int Width, int Height) grid, PictureRegion region, ResampleFilter filter, Span<float> planes)
    {
        var origin = source.Origin;
        var stored = PictureOrientation.SwapsAxes(origin) ? (Width: grid.Height, Height: grid.Width) : grid;
        var a = PictureOrientation.ToStored(origin, region.X, region.Y, stored.Width, stored.Height);
        var b = PictureOrientation.ToStored(origin, region.X + region.Width - 1, region.Y + region.Height - 1, stored.Width, stored.Height);
        var part = new PictureRegion(Math.Min(a.X, b.X), Math.Min(a.Y, b.Y), Math.Abs(a.X - b.X) + 1, Math.Abs(a.Y - b.Y) + 1);
        var pixels = ArrayPool<float>.Shared.Rent(part.Width * part.Height * 4);
        try
        {
            using (var decoded = source.Decode(stored.Width, stored.Height))
            {
                Resampler.Resize(decoded, stored, part, filter, pixels);
            }

            var plane = region.Width * region.Height;
            for (var y = 0; y < region.Height; y++)
            {
                for (var x = 0; x < region.Width; x++)
                {
                    var at = PictureOrientation.ToStored(origin, region.X + x, region.Y + y, stored.Width, stored.Height);
                    var from = (((at.Y - part.Y) * part.Width) + at.X - part.X) * 4;
                    var to = (y * region.Width) + x;
                    planes[to] = pixels[from];
                    planes[plane + to] = pixels[from + 1];
                    planes[(2 * plane) + to] = pixels[from + 2];
                }
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(pixels);
        }
    }
}
