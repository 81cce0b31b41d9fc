using System.Numerics.Tensors;

namespace Reminisce.Encoders;

/// <summary>Brings a stream of samples to another rate, piece by piece; the pieces' sizes never change the result.</summary>
/// <remarks>Not thread-safe. n samples become exactly ceil(n * to / from); sample 0 stays sample 0. Silence is assumed before and after.</remarks>
internal sealed class RateConverter(RateKernel kernel)
{
    private readonly float[] _waiting = new float[Math.Max(8192, 4 * kernel.Taps)];

    // Input samples 1 - Half to -1 are silence and already there.
    private int _held = kernel.Half - 1;
    private int _center = kernel.Half - 1;
    private int _place;
    private long _read;
    private long _written;

    /// <summary>Takes all samples and writes those that are complete.</summary>
    /// <param name="samples">The next samples.</param>
    /// <param name="output">Where to write; what does not fit is lost.</param>
    /// <returns>The samples written.</returns>
    public int Convert(ReadOnlySpan<float> samples, Span<float> output)
    {
        var written = 0;
        while (samples.Length > 0 && written < output.Length)
        {
            var count = Math.Min(samples.Length, _waiting.Length - _held);
            samples[..count].CopyTo(_waiting.AsSpan(_held));
            _held += count;
            _read += count;
            samples = samples[count..];
            written += Drain(output[written..]);
        }

        _written += written;
        return written;
    }

    /// <summary>Writes what is left once the last sample was given.</summary>
    /// <returns>The samples written.</returns>
    public int Finish(Span<float> output)
    {
        var total = ((_read * kernel.Places) + kernel.Step - 1) / kernel.Step;
        var rest = output[..(int)Math.Min(output.Length, total - _written)];
        Span<float> silence = stackalloc float[64];
        silence.Clear();
        var written = Drain(rest);
        while (written < rest.Length)
        {
            silence.CopyTo(_waiting.AsSpan(_held));
            _held += silence.Length;
            written += Drain(rest[written..]);
        }

        _written += written;
        return written;
    }

    private int Drain(Span<float> output)
    {
        var written = 0;
        while (written < output.Length && _center + kernel.Half < _held)
        {
            output[written++] = At(_waiting.AsSpan(_center + 1 - kernel.Half, kernel.Taps));
            var next = _place + (long)kernel.Step;
            _center += (int)(next / kernel.Places);
            _place = (int)(next % kernel.Places);
        }

        // Room for the next piece: what lies before the window is not needed again.
        var used = Math.Min(_held, _center + 1 - kernel.Half);
        if (used > 0)
        {
            _waiting.AsSpan(used, _held - used).CopyTo(_waiting);
            (_held, _center) = (_held - used, _center - used);
        }

        return written;
    }

    private float At(ReadOnlySpan<float> around)
    {
        var (row, between) = Math.DivRem((long)_place * kernel.Rows, kernel.Places);
        var value = TensorPrimitives.Dot(kernel.Row((int)row), around);
        return between == 0
            ? value
            : value + ((TensorPrimitives.Dot(kernel.Row((int)row + 1), around) - value) * between / kernel.Places);
    }
}
