using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reminisce.Encoders;

/// <summary>32 numbers as 4-bit integers -8 to 7 and one 16-bit scale.</summary>
/// <remarks>
/// The scale carries the sign that puts the number of largest magnitude on -8, so all 16 steps are used;
/// numbers near the same magnitude of the other sign are cut to 7. Byte i holds number i low and number i + 16 high, biased by 8.
/// </remarks>
internal static class Int4Block
{
    public const int Bytes = 2 + (ActivationCodec.BlockSize / 2);
    private const float Lowest = -8;

    public static bool TryEncode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        var a = Vector256.LoadUnsafe(ref source);
        var b = Vector256.LoadUnsafe(ref source, 8);
        var c = Vector256.LoadUnsafe(ref source, 16);
        var d = Vector256.LoadUnsafe(ref source, 24);
        if (!BlockScale.TryCompute(a, b, c, d, Lowest, signed: true, out var scale))
        {
            return false;
        }

        BinaryPrimitives.WriteHalfLittleEndian(destination, scale);
        var inverse = scale == Half.Zero ? 0 : 1 / (float)scale;
        var low = Vector128.Narrow(Quantize(a, inverse), Quantize(b, inverse));
        var high = Vector128.Narrow(Quantize(c, inverse), Quantize(d, inverse));
        (low | (high.AsUInt16() << 4).AsByte()).CopyTo(destination[2..]);
        return true;
    }

    public static bool TryDecode(ReadOnlySpan<byte> data, Span<float> values)
    {
        var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(data);
        if (!float.IsFinite(scale))
        {
            return false;
        }

        var packed = Vector128.Create(data.Slice(2, 16));
        var mask = Vector128.Create((byte)0x0F);
        Write(packed & mask, scale, values);
        Write((packed.AsUInt16() >> 4).AsByte() & mask, scale, values[16..]);
        return true;
    }

    /// <summary>Eight numbers to 0..15, half away from zero cut off by the bias.</summary>
    private static Vector128<ushort> Quantize(Vector256<float> values, float inverse)
    {
        var biased = (values * inverse) + Vector256.Create(8.5f);
        var whole = Vector256.ConvertToInt32Native(Vector256.Min(Vector256.Max(biased, Vector256<float>.Zero), Vector256.Create(15f)));
        return Vector128.Narrow(whole.GetLower(), whole.GetUpper()).AsUInt16();
    }

    private static void Write(Vector128<byte> steps, float scale, Span<float> values)
    {
        var (low, high) = Vector128.Widen(steps.AsSByte());
        Write(low, scale, values);
        Write(high, scale, values[8..]);
    }

    private static void Write(Vector128<short> steps, float scale, Span<float> values)
    {
        var (low, high) = Vector128.Widen(steps);
        var whole = Vector256.ConvertToSingle(Vector256.Create(low, high));
        ((whole + Vector256.Create(Lowest)) * scale).CopyTo(values);
    }
}
