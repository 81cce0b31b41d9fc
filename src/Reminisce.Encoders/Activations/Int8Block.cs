using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Reminisce.Encoders;

/// <summary>32 numbers as 8-bit integers -127 to 127 and one 16-bit scale.</summary>
internal static class Int8Block
{
    public const int Bytes = 2 + ActivationCodec.BlockSize;
    private const float Highest = 127;

    public static bool TryEncode(ReadOnlySpan<float> values, Span<byte> destination)
    {
        ref var source = ref MemoryMarshal.GetReference(values);
        var a = Vector256.LoadUnsafe(ref source);
        var b = Vector256.LoadUnsafe(ref source, 8);
        var c = Vector256.LoadUnsafe(ref source, 16);
        var d = Vector256.LoadUnsafe(ref source, 24);
        if (!BlockScale.TryCompute(a, b, c, d, Highest, signed: false, out var scale))
        {
            return false;
        }

        BinaryPrimitives.WriteHalfLittleEndian(destination, scale);
        var inverse = scale == Half.Zero ? 0 : 1 / (float)scale;
        var first = Vector256.Narrow(Quantize(a, inverse), Quantize(b, inverse));
        var second = Vector256.Narrow(Quantize(c, inverse), Quantize(d, inverse));
        Vector256.Narrow(first, second).AsByte().CopyTo(destination[2..]);
        return true;
    }

    public static bool TryDecode(ReadOnlySpan<byte> data, Span<float> values)
    {
        var scale = (float)BinaryPrimitives.ReadHalfLittleEndian(data);
        if (!float.IsFinite(scale))
        {
            return false;
        }

        var (low, high) = Vector256.Widen(Vector256.Create(data.Slice(2, ActivationCodec.BlockSize)).AsSByte());
        Write(low, scale, values);
        Write(high, scale, values[16..]);
        return true;
    }

    private static Vector256<int> Quantize(Vector256<float> values, float inverse)
    {
        var rounded = Vector256.Round(values * inverse);
        return Vector256.ConvertToInt32Native(Vector256.Min(Vector256.Max(rounded, Vector256.Create(-Highest)), Vector256.Create(Highest)));
    }

    private static void Write(Vector256<short> steps, float scale, Span<float> values)
    {
        var (low, high) = Vector256.Widen(steps);
        (Vector256.ConvertToSingle(low) * scale).CopyTo(values);
        (Vector256.ConvertToSingle(high) * scale).CopyTo(values[8..]);
    }
}
