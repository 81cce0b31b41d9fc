using System.Buffers;
using System.Collections.Concurrent;

namespace Reminisce.Encoders;

/// <summary>Decodes WAV files to one channel at one rate, no further than asked.</summary>
/// <remarks>Thread-safe. Keeps the kernels of the rates it met, a few of them: a file may name any rate.</remarks>
internal sealed class SoundDecoder(int sampleRate, SoundLimits limits)
{
    private const int MostKernels = 8;
    private const int BlockFrames = 4096;
    private readonly ConcurrentDictionary<int, RateKernel> _kernels = new();

    /// <summary>Decodes the beginning of a sound.</summary>
    /// <param name="file">The WAV file.</param>
    /// <param name="samples">Receives as many samples as there are and fit.</param>
    /// <param name="truncated">Whether there were more.</param>
    /// <returns>The samples written, at least one.</returns>
    /// <exception cref="SoundException">The file cannot be decoded.</exception>
    public int Decode(ReadOnlySpan<byte> file, Span<float> samples, out bool truncated)
    {
        var wav = WavFile.Parse(file, limits);
        truncated = (long)wav.Frames * sampleRate > (long)samples.Length * wav.SampleRate;
        if (wav.SampleRate == sampleRate)
        {
            var count = Math.Min(wav.Frames, samples.Length);
            MonoSamples.Read(file, wav, 0, samples[..count]);
            return count;
        }

        var converter = new RateConverter(KernelFrom(wav.SampleRate));
        var block = ArrayPool<float>.Shared.Rent(BlockFrames);
        try
        {
            var written = 0;
            for (var first = 0; first < wav.Frames && written < samples.Length; first += BlockFrames)
            {
                var mono = block.AsSpan(0, Math.Min(BlockFrames, wav.Frames - first));
                MonoSamples.Read(file, wav, first, mono);
                written += converter.Convert(mono, samples[written..]);
            }

            return written + converter.Finish(samples[written..]);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    private RateKernel KernelFrom(int rate)
    {
        if (_kernels.TryGetValue(rate, out var known))
        {
            return known;
        }

        var kernel = new RateKernel(rate, sampleRate);
        return _kernels.Count < MostKernels ? _kernels.GetOrAdd(rate, kernel) : kernel;
    }
}
