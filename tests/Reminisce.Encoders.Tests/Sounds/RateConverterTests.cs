using System.Numerics.Tensors;

namespace Reminisce.Encoders.Tests;

public sealed class RateConverterTests
{
    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(48000, 16000)]
    [InlineData(8000, 16000)]
    [InlineData(11025, 16000)]
    [InlineData(22050, 16000)]
    [InlineData(96000, 16000)]
    [InlineData(384000, 16000)]
    [InlineData(1000, 16000)]
    [InlineData(44100, 48000)]
    [InlineData(44099, 16000)]
    [InlineData(15999, 16000)]
    [InlineData(383999, 16000)]
    [InlineData(191999, 4000)]
    public void Convert_Sine_KeepsFrequencyPhaseAndLevel(int from, int to)
    {
        // Well inside the pass band of both rates.
        foreach (var share in new[] { 0.05, 0.4, 0.85 })
        {
            var hertz = share * Math.Min(from, to) / 2;
            var converted = Convert(TestSounds.Sine(hertz, from, from / 2), from, to);
            var expected = TestSounds.Sine(hertz, to, converted.Length);

            // Away from the ends, where the silence outside shows.
            var margin = Math.Min(converted.Length / 4, (120 * to / Math.Min(from, to)) + 1);
            var error = 0f;
            for (var i = margin; i < converted.Length - margin; i++)
            {
                error = Math.Max(error, Math.Abs(converted[i] - expected[i]));
            }

            Assert.True(error < 0.5e-3, $"{hertz} Hz from {from} to {to}: off by {error}, more than -60 dB.");
        }
    }

    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(48000, 16000)]
    [InlineData(96000, 16000)]
    [InlineData(44099, 16000)]
    [InlineData(191999, 16000)]
    public void Convert_ToneAboveTheNewNyquist_IsGone(int from, int to)
    {
        foreach (var hertz in new[] { (to / 2) + 10.0, to * 0.6, from * 0.49 })
        {
            var converted = Convert(TestSounds.Sine(hertz, from, from, amplitude: 1), from, to);
            var middle = converted.AsSpan(to / 4, to / 2);

            var level = 20 * Math.Log10(TensorPrimitives.Norm<float>(middle) / Math.Sqrt(middle.Length / 2.0));
            Assert.True(level < -60, $"{hertz} Hz from {from} to {to} is left at {level} dB.");
        }
    }

    [Fact]
    public void Convert_ImageOfALowRate_IsGone()
    {
        // A tone at 3 kHz in 8 kHz has an image at 5 kHz in 16 kHz.
        var converted = Convert(TestSounds.Sine(3000, 8000, 8000), 8000, 16000).AsSpan(4000, 8000);

        Assert.InRange(Amplitude(converted, 3000, 16000), 0.4999, 0.5001);
        Assert.InRange(Amplitude(converted, 5000, 16000), 0, 0.5e-3);
    }

    [Theory]
    [InlineData(44100, 16000)]
    [InlineData(8000, 16000)]
    [InlineData(44099, 16000)]
    public void Convert_Constant_StaysExactlyThat(int from, int to)
    {
        var level = new float[from];
        Array.Fill(level, 0.25f);

        var converted = Convert(level, from, to);

        for (var i = to / 4; i < to * 3 / 4; i++)
        {
            Assert.InRange(converted[i], 0.249999f, 0.250001f);
        }
    }

    [Fact]
    public void Convert_AnyLength_GivesTheCeilingOfTheRatio()
    {
        foreach (var (from, to) in new[] { (44100, 16000), (8000, 16000), (384000, 16000), (1000, 16000), (44099, 16000) })
        {
            foreach (var count in new[] { 1, 2, 3, 159, 160, 441, 1000, 4096, 10007 })
            {
                var expected = (((long)count * to) + from - 1) / from;
                Assert.Equal(expected, Convert(new float[count], from, to).Length);
            }
        }
    }

    [Fact]
    public void Convert_InPieces_EqualsWhole()
    {
        var random = new Random(11);
        foreach (var (from, to) in new[] { (44100, 16000), (8000, 16000), (384000, 16000), (44099, 16000) })
        {
            var samples = TestSounds.Music(2, from, 20000);
            var whole = Convert(samples, from, to);
            var converter = new RateConverter(new RateKernel(from, to));
            var output = new float[whole.Length + 10];
            var written = 0;
            for (var at = 0; at < samples.Length;)
            {
                var piece = Math.Min(samples.Length - at, random.Next(0, 3) == 0 ? random.Next(1, 4) : random.Next(1, 3000));
                written += converter.Convert(samples.AsSpan(at, piece), output.AsSpan(written));
                at += piece;
            }

            written += converter.Finish(output.AsSpan(written));

            Assert.Equal(whole, output[..written]);
        }
    }

    [Fact]
    public void Convert_OutputShorterThanTheSound_IsItsBeginning()
    {
        var samples = TestSounds.Music(1, 44100, 44100);
        var whole = Convert(samples, 44100, 16000);
        var output = new float[5000];
        var converter = new RateConverter(new RateKernel(44100, 16000));

        Assert.Equal(5000, converter.Convert(samples, output) + converter.Finish([]));
        Assert.Equal(whole[..5000], output);
    }

    private static float[] Convert(float[] samples, int from, int to)
    {
        var converter = new RateConverter(new RateKernel(from, to));
        var output = new float[(int)((long)samples.Length * to / from) + 16];
        var written = converter.Convert(samples, output);
        return output[..(written + converter.Finish(output.AsSpan(written)))];
    }

    private static double Amplitude(ReadOnlySpan<float> samples, double hertz, int rate)
    {
        var (re, im) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * hertz * i / rate);
            re += samples[i] * cos;
            im += samples[i] * sin;
        }

        return 2 * Math.Sqrt((re * re) + (im * im)) / samples.Length;
    }
}
