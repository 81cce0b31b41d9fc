using System.Buffers.Binary;
using System.Numerics.Tensors;

namespace Reminisce.Encoders;

/// <summary>Decodes stored samples to one channel, full scale at 1.</summary>
internal static class MonoSamples
{
    /// <summary>Beyond any level that a file in floating point means seriously: power spectra of it would overflow.</summary>
    private const float Loudest = 1e6f;

    /// <summary>Decodes moments from the file's sample <paramref name="first"/> on; channels are averaged.</summary>
    /// <exception cref="SoundException">A sample is not a number or absurdly large.</exception>
    public static void Read(ReadOnlySpan<byte> file, WavFile wav, int first, Span<float> mono)
    {
        var bytes = file.Slice(wav.Start + (first * wav.BytesPerFrame), mono.Length * wav.BytesPerFrame);
        mono.Clear();
        for (var channel = 0; channel < wav.Channels; channel++)
        {
            Add(bytes[(channel * wav.BytesPerSample)..], wav.Format, wav.BytesPerFrame, mono);
        }

        if (wav.Channels > 1)
        {
            TensorPrimitives.Multiply(mono, 1f / wav.Channels, mono);
        }

        // The element of greatest magnitude comes with its sign, and NaN above all.
        if (!(MathF.Abs(TensorPrimitives.MaxMagnitude(mono)) <= Loudest))
        {
            throw new SoundException("The sound holds samples that are not numbers or far beyond full scale; expected -1 to 1. Save it again as 16-bit PCM.");
        }
    }

    private static void Add(ReadOnlySpan<byte> bytes, SampleFormat format, int step, Span<float> mono)
    {
        switch (format)
        {
            case SampleFormat.UInt8:
                for (var i = 0; i < mono.Length; i++)
                {
                    mono[i] += (bytes[i * step] - 128) / 128f;
                }

                break;
            case SampleFormat.Int16:
                for (var i = 0; i < mono.Length; i++)
                {
                    mono[i] += BinaryPrimitives.ReadInt16LittleEndian(bytes[(i * step)..]) / 32768f;
                }

                break;
            case SampleFormat.Int24:
                for (var i = 0; i < mono.Length; i++)
                {
                    var at = i * step;
                    mono[i] += (bytes[at] | (bytes[at + 1] << 8) | ((sbyte)bytes[at + 2] << 16)) / 8388608f;
                }

                break;
            case SampleFormat.Int32:
                for (var i = 0; i < mono.Length; i++)
                {
                    mono[i] += BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * step)..]) / 2147483648f;
                }

                break;
            case SampleFormat.Float32:
                for (var i = 0; i < mono.Length; i++)
                {
                    mono[i] += BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * step)..]);
                }

                break;
            case SampleFormat.Float64:
                for (var i = 0; i < mono.Length; i++)
                {
                    mono[i] += (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(i * step)..]);
                }

                break;
        }
    }
}
