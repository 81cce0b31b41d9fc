namespace Reminisce.Training.Quantization;

/// <summary>A matrix in 4 bits as MatMulNBits reads it: each column in blocks of 32, each block with a scale, two numbers a byte.</summary>
/// <param name="Packed"><c>[Columns, Blocks, 16]</c>, the earlier number in the lower half, 8 standing for zero.</param>
/// <param name="Scales"><c>[Columns, Blocks]</c>, numbers that 16 bits hold exactly.</param>
/// <param name="Blocks">Blocks of a column; the last one is filled up with zeros.</param>
internal sealed record FourBitBlocks(byte[] Packed, float[] Scales, int Blocks)
{
    public const int Block = 32;
    private const int Zero = 8;

    public static FourBitBlocks Of(WeightMatrix matrix)
    {
        var blocks = (matrix.Rows + Block - 1) / Block;
        var packed = new byte[matrix.Columns * blocks * Block / 2];
        var scales = new float[matrix.Columns * blocks];
        Span<float> column = stackalloc float[Block];
        for (var c = 0; c < matrix.Columns; c++)
        {
            for (var b = 0; b < blocks; b++)
            {
                column.Clear();
                for (var i = 0; i < Math.Min(Block, matrix.Rows - (b * Block)); i++)
                {
                    column[i] = matrix.Values[(((b * Block) + i) * matrix.Columns) + c];
                }

                var at = (c * blocks) + b;
                var scale = scales[at] = BestScale(column);
                for (var i = 0; i < Block; i++)
                {
                    packed[(at * Block / 2) + (i / 2)] |= (byte)((Round(column[i], scale) + Zero) << (i % 2 * 4));
                }
            }
        }

        return new FourBitBlocks(packed, scales, blocks);
    }

    /// <summary>Finds the scale of the least squared error: the largest number need not be met, where rounding the others gains more.</summary>
    private static float BestScale(ReadOnlySpan<float> values)
    {
        var extreme = 0f;
        foreach (var value in values)
        {
            extreme = MathF.Abs(value) > MathF.Abs(extreme) ? value : extreme;
        }

        // Steps of a half from 8 down to 3, so that a few levels, evenly spread, are met exactly. Only -8 is there, no 8.
        var (best, least) = (0f, float.PositiveInfinity);
        for (var level = -8f; level <= -3f; level += 0.5f)
        {
            var scale = (float)(Half)(extreme / level);
            var error = 0f;
            foreach (var value in values)
            {
                var off = value - (Round(value, scale) * scale);
                error += off * off;
            }

            if (error < least)
            {
                (best, least) = (scale, error);
            }
        }

        return best;
    }

    private static int Round(float value, float scale) => scale == 0 || !float.IsFinite(scale) ? 0 : (int)Math.Clamp(MathF.Round(value / scale), -8f, 7f);
}
