namespace Reminisce.Training.Tests.Quantization;

/// <summary>What processors without VNNI do with an unsigned and a signed row of bytes: pairs of products are added in 16 bits, saturating.</summary>
internal static class SaturatingSums
{
    public static int Pairwise(ReadOnlySpan<byte> left, ReadOnlySpan<sbyte> right)
    {
        var sum = 0;
        for (var i = 0; i < left.Length; i += 2)
        {
            var pair = (left[i] * right[i]) + (i + 1 < left.Length ? left[i + 1] * right[i + 1] : 0);
            sum += Math.Clamp(pair, short.MinValue, short.MaxValue);
        }

        return sum;
    }

    public static int Exact(ReadOnlySpan<byte> left, ReadOnlySpan<sbyte> right)
    {
        var sum = 0;
        for (var i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
