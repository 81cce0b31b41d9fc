using System.Buffers;
using System.Numerics.Tensors;

namespace Reminisce.Encoders;

/// <summary>The 8- and 4-bit forms: the mean token, then every token as its difference from it.</summary>
/// <remarks>
/// Tokens of one item have much in common, so the differences are small, and so are the steps. What the mean itself loses in
/// 8 bits is not lost: the differences are taken from the mean as it is read back.
/// </remarks>
internal static class CenteredTokens
{
    /// <summary>Below as many tokens a mean takes more than it saves.</summary>
    public const int FewestForMean = 16;

    public static int GetByteCount(ActivationFormat format, int tokens, int width)
    {
        var (coarse, fine) = Rows(format, width);
        var finer = Math.Min(tokens, 2);
        var mean = tokens < FewestForMean ? 0 : new TokenRow(ActivationFormat.Int8, width).Bytes;
        return checked(mean + (finer * fine.Bytes) + ((tokens - finer) * coarse.Bytes));
    }

    /// <returns>Whether every number is finite and fits the form.</returns>
    public static bool TryEncode(ActivationFormat format, ReadOnlySpan<float> values, int tokens, int width, Span<byte> destination)
    {
        var (coarse, fine) = Rows(format, width);
        var scratch = ArrayPool<float>.Shared.Rent(2 * coarse.Padded);
        try
        {
            var mean = scratch.AsSpan(0, coarse.Padded);
            var difference = scratch.AsSpan(coarse.Padded, coarse.Padded);
            mean.Clear();
            difference.Clear();
            if (tokens >= FewestForMean)
            {
                for (var token = 0; token < tokens; token++)
                {
                    TensorPrimitives.Add(mean[..width], values.Slice(token * width, width), mean[..width]);
                }

                TensorPrimitives.Multiply(mean, 1f / tokens, mean);
                var row = new TokenRow(ActivationFormat.Int8, width);
                if (!row.TryEncode(mean, destination) || !row.TryDecode(destination, mean))
                {
                    return false;
                }

                destination = destination[row.Bytes..];
            }

            for (var token = 0; token < tokens; token++)
            {
                var row = token == 0 || token == tokens - 1 ? fine : coarse;
                TensorPrimitives.Subtract(values.Slice(token * width, width), mean[..width], difference[..width]);
                if (!row.TryEncode(difference, destination))
                {
                    return false;
                }

                destination = destination[row.Bytes..];
            }

            return true;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }

    /// <returns>Whether every number is finite.</returns>
    public static bool TryDecode(ActivationFormat format, ReadOnlySpan<byte> data, int tokens, int width, Span<float> values)
    {
        var (coarse, fine) = Rows(format, width);
        var scratch = ArrayPool<float>.Shared.Rent(2 * coarse.Padded);
        try
        {
            var mean = scratch.AsSpan(0, coarse.Padded);
            var difference = scratch.AsSpan(coarse.Padded, coarse.Padded);
            mean.Clear();
            if (tokens >= FewestForMean)
            {
                var row = new TokenRow(ActivationFormat.Int8, width);
                if (!row.TryDecode(data, mean))
                {
                    return false;
                }

                data = data[row.Bytes..];
            }

            for (var token = 0; token < tokens; token++)
            {
                var row = token == 0 || token == tokens - 1 ? fine : coarse;
                if (!row.TryDecode(data, difference))
                {
                    return false;
                }

                TensorPrimitives.Add(difference[..width], mean[..width], values.Slice(token * width, width));
                data = data[row.Bytes..];
            }

            return true;
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scratch);
        }
    }

    private static (TokenRow Coarse, TokenRow Fine) Rows(ActivationFormat format, int width) => format == ActivationFormat.Int4
        ? (new TokenRow(ActivationFormat.Int4, width), new TokenRow(ActivationFormat.Int8, width))
        : (new TokenRow(ActivationFormat.Int8, width), new TokenRow(ActivationFormat.Float16, width));
}
