using System.Buffers.Binary;

namespace Reminisce.Encoders.Tests;

/// <summary>Sounds and WAV files made for tests.</summary>
internal static class TestSounds
{
    public static float[] Sine(double hertz, int rate, int count, double amplitude = 0.5) =>
        [.. Enumerable.Range(0, count).Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * hertz * i / rate)))];

    /// <summary>A chord with some noise, whose pitch follows the seed.</summary>
    public static float[] Music(int seed, int rate, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (float)(
            (0.3 * Math.Sin(2 * Math.PI * (200 + (37 * seed)) * i / rate))
            + (0.2 * Math.Sin(2 * Math.PI * (900 + (111 * seed)) * i / rate))
            + (0.02 * (random.NextDouble() - 0.5))))];
    }

    /// <summary>Writes a WAV file; all channels hold the same samples.</summary>
    public static byte[] Wav(ReadOnlySpan<float> samples, int rate = 16000, string format = "pcm16", int channels = 1, bool extensible = false, byte[]? before = null)
    {
        var (tag, bits) = format switch
        {
            "pcm8" => (1, 8),
            "pcm16" => (1, 16),
            "pcm24" => (1, 24),
            "pcm32" => (1, 32),
            "float32" => (3, 32),
            _ => (3, 64),
        };
        using var data = new MemoryStream();
        foreach (var sample in samples)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                data.Write(Encode(sample, tag, bits));
            }
        }

        byte[] core = [.. U16(extensible ? 0xFFFE : tag), .. U16(channels), .. U32(rate), .. U32(rate * channels * bits / 8), .. U16(channels * bits / 8), .. U16(bits)];
        byte[] more = extensible ? [.. U16(22), .. U16(bits), .. U32(0), .. U16(tag), 0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xAA, 0, 0x38, 0x9B, 0x71] : [];
        return Riff([.. before ?? [], .. Chunk("fmt ", [.. core, .. more]), .. Chunk("data", data.ToArray())]);
    }

    public static byte[] Riff(byte[] chunks) => [.. "RIFF"u8, .. U32(chunks.Length + 4), .. "WAVE"u8, .. chunks];

    public static byte[] Chunk(string name, byte[] content) => [.. name.Select(c => (byte)c), .. U32(content.Length), .. content, .. content.Length % 2 == 1 ? [(byte)0] : Array.Empty<byte>()];

    public static byte[] U16(int value)
    {
        var bytes = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, (ushort)value);
        return bytes;
    }

    public static byte[] U32(long value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, (uint)value);
        return bytes;
    }

    private static byte[] Encode(float sample, int tag, int bits)
    {
        if (tag == 3)
        {
            return bits == 32 ? BitConverter.GetBytes(sample) : BitConverter.GetBytes((double)sample);
        }

        var full = Math.Pow(2, bits - 1);
        var value = (long)Math.Clamp(Math.Round(sample * full), -full, full - 1) + (bits == 8 ? 128 : 0);
        return BitConverter.GetBytes(value)[..(bits / 8)];
    }
}
