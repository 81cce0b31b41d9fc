using System.Numerics;

namespace Reminisce.Encoders;

/// <summary>The discrete Fourier transform of many frames at once: each number is a vector with one lane per frame.</summary>
/// <remarks>
/// Immutable; mixed radix after Stockham, so the length may be any product of small primes (Whisper's 400 = 4·4·5·5). Lanes never
/// mix, so every step is plain arithmetic on whole vectors.
/// </remarks>
internal sealed class FrameFft
{
    public const int LargestPrime = 13;
    private readonly Stage[] _stages;

    public FrameFft(int length)
    {
        Length = length;
        var stages = new List<Stage>();
        var rest = length;
        while (rest > 1)
        {
            var radix = rest % 4 == 0 ? 4 : SmallestPrime(rest);
            stages.Add(new Stage(rest, radix, length / rest));
            rest /= radix;
        }

        _stages = [.. stages];
    }

    public int Length { get; }

    public static bool Supports(int length)
    {
        var rest = length;
        while (rest > 1 && SmallestPrime(rest) <= LargestPrime)
        {
            rest /= SmallestPrime(rest);
        }

        return rest == 1;
    }

    /// <summary>Transforms in place; <paramref name="spareRe"/> and <paramref name="spareIm"/> are overwritten.</summary>
    public void Transform(Span<Vector<float>> re, Span<Vector<float>> im, Span<Vector<float>> spareRe, Span<Vector<float>> spareIm)
    {
        var swapped = false;
        foreach (var stage in _stages)
        {
            if (swapped)
            {
                stage.Run(spareRe, spareIm, re, im);
            }
            else
            {
                stage.Run(re, im, spareRe, spareIm);
            }

            swapped = !swapped;
        }

        if (swapped)
        {
            spareRe[..Length].CopyTo(re);
            spareIm[..Length].CopyTo(im);
        }
    }

    private static int SmallestPrime(int number)
    {
        for (var candidate = 2; candidate * candidate <= number; candidate++)
        {
            if (number % candidate == 0)
            {
                return candidate;
            }
        }

        return number;
    }

    /// <summary>One pass: transforms of <c>radix</c> numbers each, turned by the angles that join them to the next pass.</summary>
    private sealed class Stage
    {
        private readonly int _radix;
        private readonly int _blocks;
        private readonly int _stride;
        private readonly float[] _cos;
        private readonly float[] _sin;

        public Stage(int size, int radix, int stride)
        {
            (_radix, _blocks, _stride) = (radix, size / radix, stride);
            _cos = new float[size * radix];
            _sin = new float[size * radix];
            for (var block = 0; block < _blocks; block++)
            {
                for (var to = 0; to < radix; to++)
                {
                    for (var from = 0; from < radix; from++)
                    {
                        var turns = (((double)from * to) / radix) + ((double)block * to / size);
                        var (sin, cos) = Math.SinCos(-2 * Math.PI * turns);
                        var at = (((block * radix) + to) * radix) + from;
                        (_cos[at], _sin[at]) = ((float)cos, (float)sin);
                    }
                }
            }
        }

        public void Run(ReadOnlySpan<Vector<float>> re, ReadOnlySpan<Vector<float>> im, Span<Vector<float>> toRe, Span<Vector<float>> toIm)
        {
            var apart = _stride * _blocks;
            for (var block = 0; block < _blocks; block++)
            {
                for (var to = 0; to < _radix; to++)
                {
                    var cos = _cos.AsSpan(((block * _radix) + to) * _radix, _radix);
                    var sin = _sin.AsSpan(((block * _radix) + to) * _radix, _radix);
                    var target = _stride * ((_radix * block) + to);
                    for (var q = 0; q < _stride; q++)
                    {
                        var (sumRe, sumIm) = (Vector<float>.Zero, Vector<float>.Zero);
                        var at = q + (_stride * block);
                        for (var from = 0; from < cos.Length; from++, at += apart)
                        {
                            sumRe += (re[at] * cos[from]) - (im[at] * sin[from]);
                            sumIm += (re[at] * sin[from]) + (im[at] * cos[from]);
                        }

                        (toRe[target + q], toIm[target + q]) = (sumRe, sumIm);
                    }
                }
            }
        }
    }
}
