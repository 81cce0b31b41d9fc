using CsCheck;

namespace Reminisce.Encoders.Tests;

public sealed class ActivationCodecTests
{
    public static TheoryData<ActivationFormat> Formats => [.. Enum.GetValues<ActivationFormat>()];

    [Theory]
    [MemberData(nameof(Formats))]
    public void RoundTrip_AnyShape_StaysWithinTheStepOfItsBlock(ActivationFormat format) =>
        Gen.Select(Gen.Int[1, 40], Gen.Int[1, 70], Gen.Float[-3, 3], Gen.Int).Sample((tokens, width, exponent, seed) =>
        {
            var values = Normal(tokens * width, MathF.Pow(10, exponent), seed);
            var mean = Mean(values, width, tokens >= 16 && format is ActivationFormat.Int8 or ActivationFormat.Int4);
            var decoded = RoundTrip(format, values, width);
            for (var token = 0; token < tokens; token++)
            {
                var form = token == 0 || token == tokens - 1 ? Finer(format) : format;
                for (var start = 0; start < width; start += ActivationCodec.BlockSize)
                {
                    var length = Math.Min(ActivationCodec.BlockSize, width - start);
                    var block = values.AsSpan((token * width) + start, length);
                    float largest = 0, shared = 0;
                    for (var i = 0; i < length; i++)
                    {
                        largest = MathF.Max(largest, MathF.Abs(block[i] - mean[start + i]));
                        shared = MathF.Max(shared, MathF.Abs(mean[start + i]));
                    }

                    // The mean that is taken off is itself rounded to 8 bits.
                    largest += shared / 127;

                    // Half a step and the scale's own rounding; in 4 bits the far end of the range may be cut by a whole step.
                    var step = form switch
                    {
                        ActivationFormat.Float32 => 0,
                        ActivationFormat.Float16 => (largest * 0.0005f) + 6e-8f,
                        ActivationFormat.Int8 => (largest / 127 * 0.58f) + 1e-5f,
                        _ => (largest / 8 * 1.01f) + 1e-5f,
                    };
                    Vectors.Near(block, decoded.AsSpan((token * width) + start, length), step + (shared * 1e-6f));
                }
            }
        }, iter: 300);

    [Theory]
    [InlineData(ActivationFormat.Int8, 0.0005)]
    [InlineData(ActivationFormat.Int4, 0.01)]
    public void RoundTrip_TokensAroundOneMean_LoseLittleOfIt(ActivationFormat format, double mostRelativeError)
    {
        // A tenth of the mean is the tokens' own: without taking the mean off, the blocks' steps are ten times as wide.
        var values = Normal(50 * 96, 0.1f, seed: 5);
        var shared = Normal(96, 1, seed: 6);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] += shared[i % 96];
        }

        Assert.InRange(RelativeError(values, RoundTrip(format, values, 96)), 0, mostRelativeError);
    }

    [Theory]
    [InlineData(ActivationFormat.Int8, 0.0005, 0.002)]
    [InlineData(ActivationFormat.Int4, 0.008, 0.05)]
    public void RoundTrip_FirstAndLastToken_AreFinerThanTheOthers(ActivationFormat format, double finer, double others)
    {
        foreach (var tokens in new[] { 3, 15, 16, 60 })
        {
            var values = Normal(tokens * 96, 1, seed: tokens);

            var decoded = RoundTrip(format, values, 96);

            Assert.InRange(RelativeError(values[..96], decoded[..96]), 0, finer);
            Assert.InRange(RelativeError(values[^96..], decoded[^96..]), 0, finer);
            Assert.True(RelativeError(values[96..192], decoded[96..192]) > others);
        }
    }

    [Theory]
    [InlineData(ActivationFormat.Int8, "10CF92B3BC58D027")]
    [InlineData(ActivationFormat.Int4, "BFBFDFF0565B386B")]
    public void Encode_FrozenNumbers_GivesFrozenBytes(ActivationFormat format, string hash)
    {
        // Multiples of 1/64 are exact everywhere, also in the sum that the mean is made of.
        var values = new float[18 * 40];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = ((i * 37 % 255) - 127) / 64f;
        }

        Assert.Equal(hash, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(Encode(format, values, 40)))[..16]);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void FormsBeforeTheMeanToken_AreUnknown(int value) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => ActivationCodec.GetByteCount((ActivationFormat)value, 1, 1));

    [Theory]
    [InlineData(ActivationFormat.Float16, 0.0005)]
    [InlineData(ActivationFormat.Int8, 0.008)]
    [InlineData(ActivationFormat.Int4, 0.1)]
    public void RoundTrip_NormalNumbers_LosesLittle(ActivationFormat format, double mostRelativeError)
    {
        var values = Normal(64 * 256, 1, seed: 3);

        var decoded = RoundTrip(format, values, 256);

        var error = RelativeError(values, decoded);
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

        // First and last token in the finer form; from 16 tokens on a mean of 8 bits.
        Assert.Equal(2 * 66, ActivationCodec.GetByteCount(ActivationFormat.Int8, 2, 33));
        Assert.Equal((2 * 66) + (3 * 2 * 34), ActivationCodec.GetByteCount(ActivationFormat.Int8, 5, 33));
        Assert.Equal((2 * 34) + (2 * 66) + (14 * 2 * 34), ActivationCodec.GetByteCount(ActivationFormat.Int8, 16, 33));
        Assert.Equal(2 * 34, ActivationCodec.GetByteCount(ActivationFormat.Int4, 1, 33));
        Assert.Equal((2 * 2 * 34) + (13 * 2 * 18), ActivationCodec.GetByteCount(ActivationFormat.Int4, 15, 33));
        Assert.Equal((3 * 6 * 34) + (194 * 6 * 18), ActivationCodec.GetByteCount(ActivationFormat.Int4, 196, 192));
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

    private static ActivationFormat Finer(ActivationFormat format) => format switch
    {
        ActivationFormat.Int4 => ActivationFormat.Int8,
        ActivationFormat.Int8 => ActivationFormat.Float16,
        _ => format,
    };

    private static float[] Mean(float[] values, int width, bool taken)
    {
        var mean = new float[width];
        for (var i = 0; taken && i < values.Length; i++)
        {
            mean[i % width] += values[i] / (values.Length / width);
        }

        return mean;
    }

    private static double RelativeError(float[] values, float[] decoded) =>
        Math.Sqrt(values.Zip(decoded, (a, b) => (double)(a - b) * (a - b)).Sum() / values.Sum(v => (double)v * v));

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
