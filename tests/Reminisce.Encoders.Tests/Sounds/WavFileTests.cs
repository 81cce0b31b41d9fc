namespace Reminisce.Encoders.Tests;

public sealed class WavFileTests
{
    private static readonly float[] s_samples = TestSounds.Music(3, 16000, 501);

    [Theory]
    [InlineData("pcm8", 0.5 / 128)]
    [InlineData("pcm16", 0.5 / 32768)]
    [InlineData("pcm24", 0.5 / 8388608)]
    [InlineData("pcm32", 1e-7)]
    [InlineData("float32", 0)]
    [InlineData("float64", 0)]
    public void Decode_EveryWidthAndChannelCount_GivesTheSamples(string format, double tolerance)
    {
        foreach (var channels in new[] { 1, 2, 3, 8 })
        {
            foreach (var extensible in new[] { false, true })
            {
                var decoded = Decode(TestSounds.Wav(s_samples, 16000, format, channels, extensible));

                Assert.Equal(s_samples.Length, decoded.Length);
                for (var i = 0; i < decoded.Length; i++)
                {
                    Assert.InRange(decoded[i], s_samples[i] - tolerance - 1e-7, s_samples[i] + tolerance + 1e-7);
                }
            }
        }
    }

    [Fact]
    public void Decode_Stereo_IsTheMeanOfBothSides()
    {
        var both = TestSounds.Wav([1, 0, 0.5f, -0.5f], format: "float32");
        both[22] = 2;
        both[32] = 8;

        Assert.Equal([0.5f, 0f], Decode(both));
    }

    [Fact]
    public void Decode_SilenceAndFullScale_AreValid()
    {
        Assert.All(Decode(TestSounds.Wav(new float[100])), s => Assert.Equal(0, s));
        Assert.Equal([-1f, 32767 / 32768f], Decode(TestSounds.Wav([-1f, 1f])));
        Assert.Equal([0f, -1f], Decode(TestSounds.Wav([0f, -1f], format: "pcm8")));
    }

    [Fact]
    public void Decode_ForeignAndOddChunks_ArePassedOver()
    {
        byte[] before = [.. TestSounds.Chunk("LIST", [1, 2, 3]), .. TestSounds.Chunk("bext", new byte[600]), .. TestSounds.Chunk("junk", [])];
        var file = TestSounds.Wav(s_samples, before: before);
        byte[] trailing = [.. file, .. TestSounds.Chunk("id3 ", [9])];

        Assert.Equal(Decode(TestSounds.Wav(s_samples)), Decode(file));
        Assert.Equal(Decode(file), Decode(trailing));
    }

    [Fact]
    public void Decode_SizesThatDoNotMatter_ArePassedOver()
    {
        var good = TestSounds.Wav(s_samples);
        var expected = Decode(good);
        foreach (var size in new uint[] { 0, 7, 0xFFFFFFFF })
        {
            Assert.Equal(expected, Decode(With(good, 4, TestSounds.U32(size))));
        }

        // Writers to a pipe cannot know the length.
        Assert.Equal(expected, Decode(With(good, 40, TestSounds.U32(0xFFFFFFFF))));
        Assert.Equal(expected, Decode(With(good, 40, TestSounds.U32(0x7FFFFFFF))));

        // Half a sample at the end is not one.
        Assert.Equal(expected[..^1], Decode(With(good[..^1], 40, TestSounds.U32((s_samples.Length * 2) - 1))));
    }

    [Theory]
    [InlineData(0, "RF64", "RF64")]
    [InlineData(0, "RIFX", "RIFX")]
    [InlineData(0, "OggS", "OggS")]
    [InlineData(8, "AVI ", "RIFF/WAVE")]
    [InlineData(12, "fmtx", "fmt chunk")]
    [InlineData(16, "\u000E\0\0\0", "at least 16 bytes")]
    [InlineData(16, "\u00FF\u00FF\u00FF\u00FF", "4294967295 bytes")]
    [InlineData(20, "\u0011\0", "format 17 of 16 bits")]
    [InlineData(20, "\u0003\0", "format 3 of 16 bits")]
    [InlineData(20, "\u00FE\u00FF", "extensible")]
    [InlineData(22, "\0\0", "1 to 64 channels")]
    [InlineData(22, "\u00FF\u00FF", "65535")]
    [InlineData(24, "\0\0\0\0", "1000 to 384000")]
    [InlineData(24, "\u00FF\u00FF\u00FF\u00FF", "4294967295")]
    [InlineData(32, "\u0003\0", "2 bytes for 1 channels of 16 bits")]
    [InlineData(34, "\u000C\0", "12 bits")]
    [InlineData(36, "dada", "data chunk")]
    [InlineData(40, "\u00FF\0\u0001\0", "65791 bytes")]
    [InlineData(40, "\0\0\0\0", "empty")]
    [InlineData(40, "\u0001\0\0\0", "empty")]
    public void Decode_DamagedHeader_IsRefusedWithWhatWasExpectedAndFound(int at, string bytes, string expected)
    {
        var file = With(TestSounds.Wav(s_samples), at, [.. bytes.Select(c => (byte)c)]);

        Assert.Contains(expected, Assert.Throws<SoundException>(() => Decode(file)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(20)]
    [InlineData(40)]
    [InlineData(44)]
    [InlineData(300)]
    public void Decode_FileCutShort_IsRefused(int length) => Assert.Throws<SoundException>(() => Decode(TestSounds.Wav(s_samples)[..length]));

    [Fact]
    public void Decode_SamplesThatAreNoNumbers_AreRefused()
    {
        foreach (var bad in new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e30f, -1e30f })
        {
            Assert.Contains("far beyond full scale", Assert.Throws<SoundException>(() => Decode(TestSounds.Wav([0f, bad], format: "float32"))).Message, StringComparison.Ordinal);
        }

        Assert.Throws<SoundException>(() => Decode(TestSounds.Wav([0f, float.NaN], format: "float64")));
    }

    [Fact]
    public void Decode_BeyondTheLimits_IsRefusedBeforeDecoding()
    {
        var file = TestSounds.Wav(s_samples);
        var samples = new float[10];

        Assert.Contains("SoundLimits.MaxBytes", Assert.Throws<SoundException>(() => new SoundDecoder(16000, new SoundLimits { MaxBytes = 100 }).Decode(file, samples, out _)).Message, StringComparison.Ordinal);
        Assert.Throws<SoundException>(() => new SoundDecoder(16000, new SoundLimits { MaxChannels = 2 }).Decode(TestSounds.Wav(s_samples, channels: 3), samples, out _));
    }

    [Fact]
    public void Decode_LongSound_StopsWhereTheSpanEndsAndAllocatesForThatAlone()
    {
        // Ten minutes at 48 kHz: 115 MB of samples as floats.
        var file = TestSounds.Wav(new float[1]);
        var size = 600 * 48000 * 2;
        file = [.. With(With(file, 24, TestSounds.U32(48000)), 40, TestSounds.U32(size))[..44], .. new byte[size]];
        var decoder = new SoundDecoder(16000, new SoundLimits());
        var samples = new float[16000];
        decoder.Decode(file, samples, out _);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(16000, decoder.Decode(file, samples, out _));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000);
    }

    private static float[] Decode(byte[] file)
    {
        var samples = new float[2000];
        return samples[..new SoundDecoder(16000, new SoundLimits()).Decode(file, samples, out _)];
    }

    private static byte[] With(byte[] file, int at, byte[] bytes)
    {
        var changed = file.ToArray();
        bytes.CopyTo(changed, at);
        return changed;
    }
}
