namespace Reminisce.Encoders;

/// <summary>Which source pixels make each wanted pixel along one axis, and with what weight.</summary>
/// <remarks>When shrinking, the filter is widened by the scale, so every source pixel counts and nothing aliases.</remarks>
internal sealed class ResampleWeights
{
    private readonly int[] _first;
    private readonly float[][] _weights;

    /// <summary>Computes the weights for wanted pixels [start, start + count) of a grid of <paramref name="grid"/> over <paramref name="source"/> pixels.</summary>
    public ResampleWeights(int source, int grid, int start, int count, ResampleFilter filter)
    {
        _first = new int[count];
        _weights = new float[count][];
        var scale = (double)source / grid;
        for (var i = 0; i < count; i++)
        {
            (_first[i], _weights[i]) = filter == ResampleFilter.Nearest
                ? (Math.Min(source - 1, (int)((start + i + 0.5) * scale)), [1f])
                : Compute(source, (start + i + 0.5) * scale, Math.Max(scale, 1), filter);
        }
    }

    public int Count => _first.Length;

    public int First(int i) => _first[i];

    public ReadOnlySpan<float> Weights(int i) => _weights[i];

    private static (int First, float[] Weights) Compute(int source, double center, double stretch, ResampleFilter filter)
    {
        var support = Support(filter) * stretch;
        var first = Math.Max(0, (int)(center - support + 0.5));
        var end = Math.Min(source, (int)(center + support + 0.5));
        if (end <= first)
        {
            return (Math.Clamp((int)center, 0, source - 1), [1f]);
        }

        var values = new double[end - first];
        var sum = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Evaluate(filter, (first + i + 0.5 - center) / stretch);
            sum += values[i];
        }

        return (first, Array.ConvertAll(values, v => (float)(v / sum)));
    }

    private static double Support(ResampleFilter filter) => filter switch
    {
        ResampleFilter.Box => 0.5,
        ResampleFilter.Bilinear => 1,
        ResampleFilter.Bicubic => 2,
        _ => 3,
    };

    private static double Evaluate(ResampleFilter filter, double x)
    {
        x = Math.Abs(x);
        return filter switch
        {
            ResampleFilter.Box => x <= 0.5 ? 1 : 0,
            ResampleFilter.Bilinear => x < 1 ? 1 - x : 0,
            ResampleFilter.Bicubic => Cubic(x),
            _ => x < 3 ? Sinc(x) * Sinc(x / 3) : 0,
        };
    }

    /// <summary>Keys' cubic with a = -0.5.</summary>
    private static double Cubic(double x) => x switch
    {
        < 1 => (((1.5 * x) - 2.5) * x * x) + 1,
        < 2 => (((((-0.5 * x) + 2.5) * x) - 4) * x) + 2,
        _ => 0,
    };

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);
}
