using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Reminisce.Encoders;

/// <summary>Writes the numbers of activations small and reads them back.</summary>
/// <remarks>
/// Deterministic, thread-safe, little endian. The 8- and 4-bit forms keep what each token differs by from the item's mean token
/// (which most of the energy is in), in blocks of 32 numbers (the last one filled with zeros), each with its own 16-bit
/// scale: 34 and 18 bytes a block, that is 1.0625 and 0.5625 bytes a number. The first and the last token, one of which most
/// models make their embedding of, are kept one form finer: 16 bits in the 8-bit form, 8 bits in the 4-bit form. The mean
/// token stands first, in 8 bits; items of fewer than 16 tokens have none. See docs/decisions/0011.
/// (Paper: activations are kept in INT4.)
/// </remarks>
public static class ActivationCodec
{
    /// <summary>Numbers per block of the 8- and 4-bit forms.</summary>
    public const int BlockSize = 32;

    /// <summary>Computes the coded length.</summary>
    /// <param name="format">The form.</param>
    /// <param name="tokens">Number of tokens.</param>
    /// <param name="width">Numbers per token.</param>
    /// <returns>Bytes.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The form is unknown, or a shape is below 1.</exception>
    public static int GetByteCount(ActivationFormat format, int tokens, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return format switch
        {
            ActivationFormat.Float32 => checked(tokens * width * sizeof(float)),
            ActivationFormat.Float16 => checked(tokens * width * 2),
            ActivationFormat.Int8 or ActivationFormat.Int4 => CenteredTokens.GetByteCount(format, tokens, width),
            _ => throw new ArgumentOutOfRangeException(nameof(format), format, "The format is unknown; Float32, Float16, Int8 and Int4 are known."),
        };
    }

    /// <summary>Codes numbers.</summary>
    /// <param name="format">The form.</param>
    /// <param name="values">The numbers, <c>[tokens, width]</c>.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="destination">Receives <see cref="GetByteCount"/> bytes.</param>
    /// <exception cref="ArgumentException">A length is wrong, or a number is not finite or too large for the form.</exception>
    public static void Encode(ActivationFormat format, ReadOnlySpan<float> values, int width, Span<byte> destination)
    {
        var tokens = CheckShape(format, values.Length, width, destination.Length, nameof(destination));
        switch (format)
        {
            case ActivationFormat.Float32:
                CheckRange(values, float.MaxValue, format);
                MemoryMarshal.AsBytes(values).CopyTo(destination);
                break;
            case ActivationFormat.Float16:
                CheckRange(values, (float)Half.MaxValue, format);
                TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<byte, Half>(destination));
                break;
            default:
                if (!CenteredTokens.TryEncode(format, values, tokens, width, destination))
                {
                    throw Unfit(format);
                }

                break;
        }
    }

    /// <summary>Reads coded numbers.</summary>
    /// <param name="format">The form.</param>
    /// <param name="data">The coded bytes.</param>
    /// <param name="width">Numbers per token.</param>
    /// <param name="values">Receives the numbers, <c>[tokens, width]</c>.</param>
    /// <exception cref="ArgumentException">A length is wrong, or the bytes are damaged.</exception>
    public static void Decode(ActivationFormat format, ReadOnlySpan<byte> data, int width, Span<float> values)
    {
        var tokens = CheckShape(format, values.Length, width, data.Length, nameof(data));
        switch (format)
        {
            case ActivationFormat.Float32:
                data.CopyTo(MemoryMarshal.AsBytes(values));
                CheckRange(values, float.MaxValue, format);
                break;
            case ActivationFormat.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(data), values);
                CheckRange(values, (float)Half.MaxValue, format);
                break;
            default:
                if (!CenteredTokens.TryDecode(format, data, tokens, width, values))
                {
                    throw new ArgumentException($"The {format} activation is damaged: it holds a number that is not finite.", nameof(data));
                }

                break;
        }
    }

    private static int CheckShape(ActivationFormat format, int values, int width, int bytes, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values == 0 || values % width != 0)
        {
            throw new ArgumentException($"{values} numbers are no whole tokens of {width}; give tokens times width numbers.", nameof(values));
        }

        var expected = GetByteCount(format, values / width, width);
        return bytes == expected
            ? values / width
            : throw new ArgumentException($"{values / width} tokens of {width} numbers in {format} are {expected} bytes, but {bytes} were given.", name);
    }

    private static void CheckRange(ReadOnlySpan<float> values, float most, ActivationFormat format)
    {
        // The largest magnitude is NaN where a number is.
        if (!(MathF.Abs(TensorPrimitives.MaxMagnitude(values)) <= most))
        {
            throw Unfit(format);
        }
    }

    private static ArgumentException Unfit(ActivationFormat format) =>
        new($"An activation holds a number that is not finite, or too large for {format}; the item cannot be kept in this form.");
}
