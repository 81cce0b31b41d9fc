namespace Reminisce.Encoders.Tests;

/// <summary>The spectrogram by its definition: one frame, one bin, one band at a time, in double precision.</summary>
internal static class NaiveLogMel
{
    /// <summary>Powers of the bands, <c>[frame][band]</c>.</summary>
    public static double[][] Powers(IReadOnlyList<float> samples, int frames, int length, int hop, int fft, bool centered, bool periodic, bool kaldi, double[][] filters)
    {
        var result = new double[frames][];
        for (var f = 0; f < frames; f++)
        {
            var frame = Enumerable.Range(0, length).Select(i => At(samples, (f * hop) - (centered ? fft / 2 : 0) + i)).ToArray();
            if (kaldi)
            {
                var mean = frame.Average();
                frame = [.. frame.Select(x => x - mean)];
                frame = [.. frame.Select((x, i) => x - (0.97 * frame[Math.Max(0, i - 1)]))];
            }

            frame = [.. frame.Select((x, i) => x * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / (periodic ? length : length - 1)))))];
            var power = Enumerable.Range(0, (fft / 2) + 1).Select(k =>
            {
                var (re, im) = (0.0, 0.0);
                for (var i = 0; i < length; i++)
                {
                    var (sin, cos) = Math.SinCos(2 * Math.PI * ((long)i * k % fft) / fft);
                    re += frame[i] * cos;
                    im -= frame[i] * sin;
                }

                return (re * re) + (im * im);
            }).ToArray();
            result[f] = [.. filters.Select(band => band.Zip(power, (w, p) => w * p).Sum())];
        }

        return result;
    }

    /// <summary>Triangles between points that are evenly spaced on a scale, <c>[band][bin]</c>.</summary>
    public static double[][] Triangles(int bands, int fft, int rate, double low, double high, Func<double, double> toMel, Func<double, double> toHertz, bool onMelAxis, bool equalArea)
    {
        var points = Enumerable.Range(0, bands + 2).Select(i => toMel(low) + ((toMel(high) - toMel(low)) * i / (bands + 1.0))).ToArray();
        if (!onMelAxis)
        {
            points = [.. points.Select(toHertz)];
        }

        return [.. Enumerable.Range(0, bands).Select(b => Enumerable.Range(0, (fft / 2) + 1).Select(k =>
        {
            var hertz = (double)k * rate / fft;
            var x = onMelAxis ? toMel(hertz) : hertz;
            var height = x <= points[b] || x >= points[b + 2] ? 0
                : x <= points[b + 1] ? (x - points[b]) / (points[b + 1] - points[b])
                : (points[b + 2] - x) / (points[b + 2] - points[b + 1]);
            return height * (equalArea ? 2 / (points[b + 2] - points[b]) : 1);
        }).ToArray())];
    }

    public static double HtkMel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    public static double HtkHertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    public static double SlaneyMel(double hertz) => hertz < 1000 ? hertz / (200.0 / 3) : 15 + (27 * Math.Log(hertz / 1000) / Math.Log(6.4));

    public static double SlaneyHertz(double mel) => mel < 15 ? mel * 200.0 / 3 : 1000 * Math.Pow(6.4, (mel - 15) / 27);

    private static double At(IReadOnlyList<float> samples, int index)
    {
        index = Math.Abs(index);
        return samples[index < samples.Count ? index : (2 * (samples.Count - 1)) - index];
    }
}
