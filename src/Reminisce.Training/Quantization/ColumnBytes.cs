namespace Reminisce.Training.Quantization;

/// <summary>A matrix in signed bytes of 7 bits, with a scale for each column.</summary>
/// <remarks>
/// Processors without VNNI multiply unsigned by signed bytes and add pairs of products in 16 bits, saturating (<c>vpmaddubsw</c>). Twice
/// 255 times 64 is 32,640 and fits, whatever the activations are.
/// </remarks>
/// <param name="Values"><c>[Rows, Columns]</c>, each from -64 to 64.</param>
/// <param name="Scales">The value of 1 in each column.</param>
internal sealed record ColumnBytes(sbyte[] Values, float[] Scales)
{
    public const int Largest = 64;

    public static ColumnBytes Of(WeightMatrix matrix)
    {
        var scales = new float[matrix.Columns];
        for (var i = 0; i < matrix.Values.Length; i++)
        {
            ref var scale = ref scales[i % matrix.Columns];
            scale = MathF.Max(scale, MathF.Abs(matrix.Values[i]));
        }

        for (var c = 0; c < scales.Length; c++)
        {
            // A column of zeros, or of numbers too small to divide by, is a column of zeros.
            scales[c] = scales[c] > 1e-30f ? scales[c] / Largest : 1;
        }

        var values = new sbyte[matrix.Values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = (sbyte)Math.Clamp(MathF.Round(matrix.Values[i] / scales[i % matrix.Columns]), -Largest, Largest);
        }

        return new ColumnBytes(values, scales);
    }
}
