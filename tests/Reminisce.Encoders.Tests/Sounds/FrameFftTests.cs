using System.Numerics;

namespace Reminisce.Encoders.Tests;

public sealed class FrameFftTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(13)]
    [InlineData(16)]
    [InlineData(18)]
    [InlineData(35)]
    [InlineData(77)]
    [InlineData(120)]
    [InlineData(400)]
    [InlineData(512)]
    [InlineData(1024)]
    [InlineData(1200)]
    public void Transform_EveryLane_EqualsTheDefinition(int length)
    {
        var random = new Random(length);
        var lanes = Vector<float>.Count;
        var re = new Vector<float>[length];
        var im = new Vector<float>[length];
        var inputs = new Complex[lanes][];
        for (var lane = 0; lane < lanes; lane++)
        {
            inputs[lane] = new Complex[length];
            for (var i = 0; i < length; i++)
            {
                inputs[lane][i] = new Complex((float)(random.NextDouble() - 0.5), (float)(random.NextDouble() - 0.5));
                re[i] = re[i].WithElement(lane, (float)inputs[lane][i].Real);
                im[i] = im[i].WithElement(lane, (float)inputs[lane][i].Imaginary);
            }
        }

        new FrameFft(length).Transform(re, im, new Vector<float>[length], new Vector<float>[length]);

        var tolerance = 2e-6 * Math.Sqrt(length);
        for (var bin = 0; bin < length; bin++)
        {
            for (var lane = 0; lane < lanes; lane++)
            {
                var expected = Complex.Zero;
                for (var i = 0; i < length; i++)
                {
                    expected += inputs[lane][i] * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)bin * i % length) / length);
                }

                Assert.InRange(re[bin][lane], expected.Real - tolerance, expected.Real + tolerance);
                Assert.InRange(im[bin][lane], expected.Imaginary - tolerance, expected.Imaginary + tolerance);
            }
        }
    }

    [Fact]
    public void Supports_OnlyProductsOfSmallPrimes()
    {
        Assert.True(FrameFft.Supports(400));
        Assert.True(FrameFft.Supports(8192));
        Assert.True(FrameFft.Supports(2 * 13 * 13));
        Assert.False(FrameFft.Supports(17));
        Assert.False(FrameFft.Supports(2 * 401));
    }
}
