using CsCheck;

namespace Reminisce.Encoders.Tests;

public sealed class ActivationCodecTests
{
    public static TheoryData<ActivationFormat> Formats => [.. Enum.GetValues<ActivationFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void RoundTrip_AnyShape_StaysWithinTheStepOfItsBlock(ActivationFormat format) =>
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 70], Gen.Float[-3, 3], Gen.Int).Sample((tokens, width, exponent, seed) =>
        {
            var values = Normal(tokens * width, MathF.Pow(10, exponent), seed);
            var decoded = RoundTrip(format, values, width);
            for (var token = 0; token < tokens; token++)
            {
                for (var start = 0; start < width; start += ActivationCodec.BlockSize)
                {
                    var block = values.AsSpan((token * width) + start, Math.Min(ActivationCodec.BlockSize, width - start));
                    var largest = 0f;
                    foreach (var value in block)
                    {
                        largest = MathF.Max(largest, MathF.Abs(value));
                    }

                    // Half a step and the scale's own rounding; in 4 bits the far end of the range may be cut by a whole step.
                    var step = format switch
                    {
                        ActivationFormat.Float32 => 0,
                        ActivationFormat.Float16 => (largest * 0.0005f) + 6e-8f,
                        ActivationFormat.Int8 => (largest / 127 * 0.58f) + 1e-5f,
                        _ => (largest / 8 * 1.01f) + 1e-5f,
                    };
                    Vectors.Near(block, decoded.AsSpan((token * width) + start, block.Length), step);
                }
            }
        }, iter: 300);

    [Theory]
    [InlineData(ActivationFormat.Float16, 0.0005)]
    [InlineData(ActivationFormat.Int8, 0.008)]
    [InlineData(ActivationFormat.Int4, 0.1)]
    public void RoundTrip_NormalNumbers_LosesLittle(ActivationFormat format, double mostRelativeError)
    {
        var values = Normal(64 * 256, 1, seed: 3);

        var decoded = RoundTrip(format, values, 256);

        var error = Math.Sqrt(values.Zip(decoded, (a, b) => (double)(a - b) * (a - b)).Sum() / values.Sum(v => (double)v * v));
        Assert.True(error <= mostRelativeError, $"{format} loses {error:P2}.");
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void RoundTrip_ZerosAndConstants_AreKept(ActivationFormat format)
    {
        Assert.All(RoundTrip(format, new float[3 * 33], 33), v => Assert.Equal(0, v));
        foreach (var constant in new[] { 1f, -1f, 0.25f, -7.5f, 1000f })
        {
            var values = new float[2 * 40];
            Array.Fill(values, constant);
            Assert.All(RoundTrip(format, values, 40), v => Assert.Equal(constant, v, MathF.Abs(constant) * 0.001f));
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_SameNumbers_GivesSameBytes(ActivationFormat format)
    {
        var values = Normal(7 * 45, 2, seed: 9);

        Assert.Equal(Encode(format, values, 45), Encode(format, [.. values], 45));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Encode_NotFinite_IsRefusedWhereverItStands(ActivationFormat format)
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity })
        {
            for (var at = 0; at < 66; at++)
            {
                var values = Normal(66, 1, seed: 1);
                values[at] = bad;
                Assert.Throws<ArgumentException>(() => Encode(format, values, 33));
            }
        }
    }

    [Theory]
    [InlineData(ActivationFormat.Float16, 70_000f)]
    [InlineData(ActivationFormat.Int8, 1e8f)]
    [InlineData(ActivationFormat.Int4, 1e8f)]
    public void Encode_TooLargeForTheForm_IsRefused(ActivationFormat format, float value) =>
        Assert.Throws<ArgumentException>(() => Encode(format, [1, value, 2], 3));

    [Fact]
    public void GetByteCount_Shapes_AreAsDocumented()
    {
        Assert.Equal(2 * 33 * 4, ActivationCodec.GetByteCount(ActivationFormat.Float32, 2, 33));
        Assert.Equal(2 * 33 * 2, ActivationCodec.GetByteCount(ActivationFormat.Float16, 2, 33));
        Assert.Equal(2 * 2 * 34, ActivationCodec.GetByteCount(ActivationFormat.Int8, 2, 33));
        Assert.Equal(2 * 2 * 18, ActivationCodec.GetByteCount(ActivationFormat.Int4, 2, 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationCodec.GetByteCount((ActivationFormat)7, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationCodec.GetByteCount(ActivationFormat.Int4, 0, 1));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_WrongLengths_AreRefused(ActivationFormat format)
    {
        var data = Encode(format, new float[64], 32);

        Assert.Throws<ArgumentException>(() => ActivationCodec.Decode(format, data.AsSpan(1), 32, new float[64]));
        Assert.Throws<ArgumentException>(() => ActivationCodec.Decode(format, data, 32, new float[63]));
        Assert.Throws<ArgumentException>(() => ActivationCodec.Decode(format, data, 32, new float[96]));
        Assert.Throws<ArgumentException>(() => ActivationCodec.Encode(format, new float[64], 32, new byte[data.Length + 1]));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Decode_RandomBytes_GivesFiniteNumbersOrIsRefused(ActivationFormat format) =>
        Gen.Byte.Array[ActivationCodec.GetByteCount(format, 2, 40)].Sample(data =>
        {
            var values = new float[80];
            try
            {
                ActivationCodec.Decode(format, data, 40, values);
            }
            catch (ArgumentException)
            {
                return;
            }

            Assert.All(values, v => Assert.True(float.IsFinite(v)));
        }, iter: 500);

    private static float[] RoundTrip(ActivationFormat format, float[] values, int width)
    {
        var decoded = new float[values.Length];
        ActivationCodec.Decode(format, Encode(format, values, width), width, decoded);
        return decoded;
    }

    private static byte[] Encode(ActivationFormat format, float[] values, int width)
    {
        var data = new byte[ActivationCodec.GetByteCount(format, values.Length / width, width)];
        ActivationCodec.Encode(format, values, width, data);
        return data;
    }

    private static float[] Normal(int count, float scale, int seed)
    {
        var random = new Random(seed);
        var values = new float[count];
        for (var i = 0; i < count; i++)
        {
            values[i] = scale * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }
}
