using System.Numerics;

namespace Reminisce.Encoders;

/// <summary>A 64-bit fingerprint of what a picture looks like: near-duplicates differ in few bits.</summary>
/// <remarks>
/// A difference hash: the upright picture is shrunk to 9 x 8 grey pixels, and each bit tells whether a pixel is clearly darker
/// than its right neighbour; flat areas, common in screenshots, set none. Size, format and compression hardly change it; mirroring and cropping do. Thread-safe.
/// </remarks>
public static class PerceptualHash
{
    /// <summary>Distance up to which two pictures are usually the same to a person.</summary>
    public const int NearDuplicateDistance = 4;

    // Compression moves the mean of an area by about one grey step; equal neighbours must not turn into bits.
    private const float ClearDifference = 2.5f;

    private const int Columns = 9;
    private const int Rows = 8;

    /// <summary>Computes the hash of a picture file.</summary>
    /// <param name="data">The bytes of the picture file.</param>
    /// <param name="limits">The limits; <see langword="null"/> for the defaults.</param>
    /// <returns>64 bits, top-left pixel in the lowest.</returns>
    /// <exception cref="PictureException">The picture is empty, damaged, unknown or too large.</exception>
    public static ulong Compute(ReadOnlyMemory<byte> data, PictureLimits? limits = null)
    {
        Span<float> planes = stackalloc float[Columns * Rows * 3];
        using (var source = PictureSource.Open(data, limits ?? new PictureLimits()))
        {
            UprightPicture.Render(source, (Columns, Rows), new PictureRegion(0, 0, Columns, Rows), ResampleFilter.Box, planes);
        }

        var hash = 0UL;
        for (var y = 0; y < Rows; y++)
        {
            for (var x = 0; x < Columns - 1; x++)
            {
                var at = (y * Columns) + x;
                var bit = Grey(planes, at) + ClearDifference < Grey(planes, at + 1) ? 1UL : 0UL;
                hash |= bit << ((y * (Columns - 1)) + x);
            }
        }

        return hash;
    }

    /// <summary>Counts the bits in which two hashes differ.</summary>
    /// <param name="first">A hash.</param>
    /// <param name="second">Another hash.</param>
    /// <returns>0 (look the same) to 64.</returns>
    public static int Distance(ulong first, ulong second) => BitOperations.PopCount(first ^ second);

    private static float Grey(ReadOnlySpan<float> planes, int at) =>
        (0.299f * planes[at]) + (0.587f * planes[at + (Columns * Rows)]) + (0.114f * planes[at + (2 * Columns * Rows)]);
}
