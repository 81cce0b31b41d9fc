namespace Reminisce.Encoders;

/// <summary>Overlapping triangles that gather a power spectrum into bands of equal width in mel.</summary>
/// <remarks>Immutable. Only the bins inside a triangle are kept.</remarks>
internal sealed class MelFilters
{
    private readonly float[][] _weights;
    private readonly int[] _first;

    /// <param name="count">Bands.</param>
    /// <param name="fftLength">Length of the transform; its bins are 0 to half of it.</param>
    /// <param name="sampleRate">Samples a second.</param>
    /// <param name="lowest">Lower edge of the first band, Hz.</param>
    /// <param name="highest">Upper edge of the last band, Hz.</param>
    /// <param name="scale">The scale.</param>
    /// <param name="equalArea">Whether wide bands weigh less (the norm of Slaney), so that white noise is flat.</param>
    public MelFilters(int count, int fftLength, int sampleRate, double lowest, double highest, MelScale scale, bool equalArea)
    {
        Count = count;
        _weights = new float[count][];
        _first = new int[count];
        var (low, high) = (ToMel(lowest, scale), ToMel(highest, scale));
        var edges = new double[count + 2];
        for (var i = 0; i < edges.Length; i++)
        {
            var mel = low + ((high - low) * i / (count + 1));
            edges[i] = scale == MelScale.Kaldi ? mel : ToHertz(mel, scale);
        }

        var bins = (fftLength / 2) + 1;
        for (var band = 0; band < count; band++)
        {
            var (left, center, right) = (edges[band], edges[band + 1], edges[band + 2]);
            var weights = new double[bins];
            for (var bin = 0; bin < bins; bin++)
            {
                var hertz = (double)bin * sampleRate / fftLength;
                var at = scale == MelScale.Kaldi ? ToMel(hertz, scale) : hertz;
                weights[bin] = Math.Max(0, Math.Min((at - left) / (center - left), (right - at) / (right - center)));
            }

            // Kaldi's edges are in mel, where no area norm is defined.
            var norm = equalArea && scale != MelScale.Kaldi ? 2 / (right - left) : 1;
            var first = Array.FindIndex(weights, w => w > 0);
            var last = Array.FindLastIndex(weights, w => w > 0);
            _first[band] = Math.Max(0, first);
            _weights[band] = first < 0 ? [] : [.. weights[first..(last + 1)].Select(w => (float)(w * norm))];
        }
    }

    public int Count { get; }

    public int FirstBin(int band) => _first[band];

    public ReadOnlySpan<float> Weights(int band) => _weights[band];

    private static double ToMel(double hertz, MelScale scale) => scale switch
    {
        MelScale.Slaney => hertz < 1000 ? hertz * 3 / 200 : 15 + (Math.Log(hertz / 1000) * 27 / Math.Log(6.4)),
        _ => 1127 * Math.Log(1 + (hertz / 700)),
    };

    private static double ToHertz(double mel, MelScale scale) => scale switch
    {
        MelScale.Slaney => mel < 15 ? mel * 200 / 3 : 1000 * Math.Exp((mel - 15) * Math.Log(6.4) / 27),
        _ => 700 * (Math.Exp(mel / 1127) - 1),
    };
}
