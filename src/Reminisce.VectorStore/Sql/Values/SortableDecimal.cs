using System.Numerics;

namespace Reminisce.VectorData.Sql.Values;

/// <summary>Decimals as 24 bytes that compare, byte by byte, as the numbers do.</summary>
/// <remarks>The number times 10^28 plus 2^191, big-endian: REAL would round, TEXT would sort 10 before 9.</remarks>
internal static class SortableDecimal
{
    private const int Size = 24;
    private static readonly BigInteger s_scale = BigInteger.Pow(10, 28);
    private static readonly BigInteger s_offset = BigInteger.One << 191;

    public static byte[] Encode(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var unscaled = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        var number = (bits[3] < 0 ? -unscaled : unscaled) * BigInteger.Pow(10, 28 - scale);

        var bytes = new byte[Size];
        var raw = (number + s_offset).ToByteArray(isUnsigned: true, isBigEndian: true);
        raw.CopyTo(bytes, Size - raw.Length);
        return bytes;
    }

    public static decimal Decode(byte[] bytes)
    {
        var number = new BigInteger(bytes, isUnsigned: true, isBigEndian: true) - s_offset;
        var whole = BigInteger.DivRem(number, s_scale, out var fraction);
        return (decimal)whole + ((decimal)fraction / (decimal)s_scale);
    }
}
