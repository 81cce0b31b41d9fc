using Reminisce.Training.Algebra;

namespace Reminisce.Training.Image;

/// <summary>Draws contrast-normalised patches from pictures.</summary>
internal static class PatchSampler
{
    /// <summary>Variance, on the scale -1 to 1, below which a patch counts as flat.</summary>
    public const float FlatVariance = 1.5e-3f;

    /// <summary>Draws patches at random places.</summary>
    /// <param name="pictures">One picture of <c>[3, size, size]</c> per row.</param>
    /// <param name="size">Side of a picture.</param>
    /// <param name="patch">Side of a patch.</param>
    /// <param name="scale">1 for the picture itself, 2 for the picture at half size.</param>
    /// <param name="count">Number of patches.</param>
    /// <param name="random">Draws the places.</param>
    public static Matrix Draw(Matrix pictures, int size, int patch, int scale, int count, Random random)
    {
        var result = new Matrix(count, 3 * patch * patch);
        for (var i = 0; i < count; i++)
        {
            var picture = pictures.Row(random.Next(pictures.Rows));
            var top = random.Next((size / scale) - patch + 1) * scale;
            var left = random.Next((size / scale) - patch + 1) * scale;
            var target = result.Row(i);
            var at = 0;
            for (var channel = 0; channel < 3; channel++)
            {
                for (var y = 0; y < patch; y++)
                {
                    for (var x = 0; x < patch; x++)
                    {
                        target[at++] = Average(picture, (channel * size * size) + ((top + (y * scale)) * size) + left + (x * scale), size, scale);
                    }
                }
            }

            Normalize(target);
        }

        return result;
    }

    private static float Average(ReadOnlySpan<float> picture, int corner, int size, int scale)
    {
        float sum = 0;
        for (var y = 0; y < scale; y++)
        {
            for (var x = 0; x < scale; x++)
            {
                sum += picture[corner + (y * size) + x];
            }
        }

        return sum / (scale * scale);
    }

    private static void Normalize(Span<float> patch)
    {
        float mean = 0, squares = 0;
        foreach (var value in patch)
        {
            mean += value;
            squares += value * value;
        }

        mean /= patch.Length;
        var deviation = MathF.Sqrt((squares / patch.Length) - (mean * mean) + FlatVariance);
        for (var i = 0; i < patch.Length; i++)
        {
            patch[i] = (patch[i] - mean) / deviation;
        }
    }
}
