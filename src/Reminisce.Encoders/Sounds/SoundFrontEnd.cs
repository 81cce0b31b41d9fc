using System.Buffers;
using Microsoft.Extensions.AI;

namespace Reminisce.Encoders;

/// <summary>Decodes sounds for an audio tower.</summary>
internal sealed class SoundFrontEnd(SoundTransform transform, int tokens, SoundLimits limits, int threads) : TensorFrontEnd(transform, tokens, threads)
{
    private static readonly string[] s_mediaTypes = ["audio/wav", "audio/x-wav", "audio/wave", "audio/vnd.wave"];
    private readonly SoundDecoder _decoder = new(transform.SampleRate, limits);
    private readonly LogMel _spectrogram = new(transform);

    public override string Takes => "DataContent of media type audio/wav";

    protected override bool Accepts(DataContent data)
    {
        var type = data.MediaType.AsSpan();
        var end = type.IndexOf(';');
        type = (end < 0 ? type : type[..end]).Trim();
        foreach (var known in s_mediaTypes)
        {
            if (type.Equals(known, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    protected override void Fill(ReadOnlyMemory<byte> data, Span<float> tensor, out bool truncated)
    {
        var rented = ArrayPool<float>.Shared.Rent(transform.Samples);
        try
        {
            var samples = rented.AsSpan(0, transform.Samples);
            var count = Extend(samples, _decoder.Decode(data.Span, samples, out truncated));
            samples[count..].Clear();
            _spectrogram.Fill(samples, count, tensor);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rented);
        }
    }

    /// <summary>Repeats a short sound where the tower was trained so.</summary>
    private int Extend(Span<float> samples, int count)
    {
        var end = transform.Padding switch
        {
            SoundPadding.Repeats => samples.Length,
            SoundPadding.WholeRepeats => samples.Length / count * count,
            _ => count,
        };
        for (var at = count; at < end; at += count)
        {
            samples[..Math.Min(count, end - at)].CopyTo(samples[at..]);
        }

        return end;
    }
}
