using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Reminisce.Encoders;

/// <summary>Makes the log-mel spectrogram of a sound, as many frames at a time as a vector has lanes.</summary>
/// <remarks>Thread-safe: only tables are kept.</remarks>
internal sealed class LogMel
{
    private readonly SoundTransform _transform;
    private readonly FrameShape _shape;
    private readonly FrameFft _fft;
    private readonly float[] _window;

    public LogMel(SoundTransform transform)
    {
        _transform = transform;
        _shape = transform.Frame;
        _fft = new FrameFft(_shape.FftLength);
        _window = new float[_shape.Length];
        var period = _shape.PeriodicWindow ? _shape.Length : _shape.Length - 1;
        for (var i = 0; i < _window.Length; i++)
        {
            _window[i] = (float)(0.5 - (0.5 * Math.Cos(2 * Math.PI * i / period)));
        }
    }

    private static int Lanes => Vector<float>.Count;

    /// <summary>Fills the tower's tensor.</summary>
    /// <param name="samples">The tower's whole span; silence from <paramref name="count"/> on.</param>
    /// <param name="count">The samples of the sound.</param>
    /// <param name="tensor">Receives the transform's shape.</param>
    public void Fill(ReadOnlySpan<float> samples, int count, Span<float> tensor)
    {
        // Frames that see only silence have no power; those behind the end of a sound that is not centred do not exist.
        var offset = _shape.Centered ? _shape.FftLength / 2 : 0;
        var sounding = _shape.Centered
            ? Math.Min(_transform.Frames, (count + offset + _shape.Hop - 1) / _shape.Hop)
            : Math.Min(_transform.Frames, 1 + (Math.Max(0, count - _shape.Length) / _shape.Hop));
        var size = _shape.FftLength * Lanes;
        var scratch = ArrayPool<float>.Shared.Rent((4 * size) + _shape.Length);
        try
        {
            tensor.Clear();
            var frame = scratch.AsSpan(4 * size, _shape.Length);
            for (var first = 0; first < sounding; first += Lanes)
            {
                var numbers = scratch.AsSpan(0, 4 * size);
                numbers[..(2 * size)].Clear();
                for (var lane = 0; lane < Math.Min(Lanes, sounding - first); lane++)
                {
                    Cut(samples, ((first + lane) * _shape.Hop) - offset, frame);
                    var target = numbers.Slice(lane, size - lane);
                    for (var i = 0; i < frame.Length; i++)
                    {
                        target[i * Lanes] = frame[i];
                    }
                }

                AddBands(MemoryMarshal.Cast<float, Vector<float>>(numbers), first, sounding, tensor);
            }
        }
        finally
        {
            ArrayPool<float>.Shared.Return(scratch);
        }

        var real = _shape.Centered ? tensor : tensor[..(sounding * _transform.Filters.Count)];
        ToLevels(real, tensor);
    }

    /// <summary>Cuts out one frame, mirrored where it reaches over an end, and windows it.</summary>
    private void Cut(ReadOnlySpan<float> samples, int start, Span<float> frame)
    {
        if (start >= 0 && start + frame.Length <= samples.Length)
        {
            samples.Slice(start, frame.Length).CopyTo(frame);
        }
        else
        {
            for (var i = 0; i < frame.Length; i++)
            {
                var at = Math.Abs(start + i);
                frame[i] = samples[at < samples.Length ? at : (2 * (samples.Length - 1)) - at];
            }
        }

        if (_shape.RemoveMean)
        {
            TensorPrimitives.Subtract(frame, TensorPrimitives.Sum(frame) / frame.Length, frame);
        }

        if (_shape.Preemphasis != 0)
        {
            for (var i = frame.Length - 1; i > 0; i--)
            {
                frame[i] -= _shape.Preemphasis * frame[i - 1];
            }

            frame[0] *= 1 - _shape.Preemphasis;
        }

        TensorPrimitives.Multiply(frame, _window, frame);
    }

    /// <summary>Transforms frames, one per lane, and gathers their power into bands.</summary>
    private void AddBands(Span<Vector<float>> numbers, int first, int sounding, Span<float> tensor)
    {
        var n = _shape.FftLength;
        var re = numbers[..n];
        var im = numbers.Slice(n, n);
        _fft.Transform(re, im, numbers.Slice(2 * n, n), numbers.Slice(3 * n, n));
        for (var bin = 0; bin <= n / 2; bin++)
        {
            re[bin] = (re[bin] * re[bin]) + (im[bin] * im[bin]);
        }

        Span<float> lanes = stackalloc float[Lanes];
        var count = Math.Min(Lanes, sounding - first);
        for (var band = 0; band < _transform.Filters.Count; band++)
        {
            var sum = Vector<float>.Zero;
            var bin = _transform.Filters.FirstBin(band);
            foreach (var weight in _transform.Filters.Weights(band))
            {
                sum += re[bin++] * weight;
            }

            sum.CopyTo(lanes);
            if (_transform.BandsFirst)
            {
                lanes[..count].CopyTo(tensor[((band * _transform.Frames) + first)..]);
                continue;
            }

            for (var lane = 0; lane < count; lane++)
            {
                tensor[((first + lane) * _transform.Filters.Count) + band] = lanes[lane];
            }
        }
    }

    private void ToLevels(Span<float> real, Span<float> tensor)
    {
        var levels = _transform.Levels;
        TensorPrimitives.Max(real, levels.Floor, real);
        TensorPrimitives.Log10(real, real);
        TensorPrimitives.Multiply(real, levels.Factor, real);
        if (levels.ClipBelowMax is { } range)
        {
            TensorPrimitives.Max(real, TensorPrimitives.Max<float>(real) - range, real);
        }

        TensorPrimitives.Add(tensor, levels.Add, tensor);
        TensorPrimitives.Multiply(tensor, levels.Multiply, tensor);
    }
}
