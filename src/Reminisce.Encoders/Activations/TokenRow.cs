using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Reminisce.Encoders;

/// <summary>The numbers of one token in one form, in whole blocks.</summary>
/// <param name="Form">16, 8 or 4 bits.</param>
/// <param name="Width">Numbers of the token.</param>
internal readonly record struct TokenRow(ActivationFormat Form, int Width)
{
    private int Blocks => (Width + ActivationCodec.BlockSize - 1) / ActivationCodec.BlockSize;

    /// <summary>Gets the numbers that are coded, zeros behind the token's own included.</summary>
    public int Padded => Blocks * ActivationCodec.BlockSize;

    /// <summary>Gets the coded length.</summary>
    public int Bytes => Form switch
    {
        ActivationFormat.Float16 => Width * 2,
        ActivationFormat.Int8 => Blocks * Int8Block.Bytes,
        _ => Blocks * Int4Block.Bytes,
    };

    /// <summary>Codes <see cref="Padded"/> numbers.</summary>
    /// <returns>Whether every number is finite and fits the form.</returns>
    public bool TryEncode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        if (Form == ActivationFormat.Float16)
        {
            TensorPrimitives.ConvertToHalf(values[..Width], MemoryMarshal.Cast<byte, Half>(destination[..Bytes]));

            // The largest magnitude is NaN where a number is.
            return MathF.Abs(TensorPrimitives.MaxMagnitude(values)) <= (float)Half.MaxValue;
        }

        var good = true;
        if (Form == ActivationFormat.Int8)
        {
            for (var block = 0; block < Blocks; block++)
            {
                good &= Int8Block.TryEncode(values[(block * ActivationCodec.BlockSize)..], destination[(block * Int8Block.Bytes)..]);
            }
        }
        else
        {
            for (var block = 0; block < Blocks; block++)
            {
                good &= Int4Block.TryEncode(values[(block * ActivationCodec.BlockSize)..], destination[(block * Int4Block.Bytes)..]);
            }
        }

        return good;
    }

    /// <summary>Reads <see cref="Padded"/> numbers; those behind the token's own mean nothing.</summary>
    /// <returns>Whether every number is finite.</returns>
    public bool TryDecode(ReadOnlySpan<byte> data, Span<float> values)
    {
        if (Form == ActivationFormat.Float16)
        {
            TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(data[..Bytes]), values);
            return float.IsFinite(TensorPrimitives.MaxMagnitude(values[..Width]));
        }

        var good = true;
        if (Form == ActivationFormat.Int8)
        {
            for (var block = 0; block < Blocks; block++)
            {
                good &= Int8Block.TryDecode(data[(block * Int8Block.Bytes)..], values[(block * ActivationCodec.BlockSize)..]);
            }
        }
        else
        {
            for (var block = 0; block < Blocks; block++)
            {
                good &= Int4Block.TryDecode(data[(block * Int4Block.Bytes)..], values[(block * ActivationCodec.BlockSize)..]);
            }
        }

        return good;
    }
}
