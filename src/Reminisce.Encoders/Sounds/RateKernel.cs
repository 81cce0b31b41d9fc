using System.Numerics;

namespace Reminisce.Encoders;

/// <summary>A Kaiser-windowed sinc for every place at which an output sample may lie between two input samples.</summary>
/// <remarks>
/// Immutable. The pass band ends at 0.9 and the stop band begins at 1.0 of the lower of the two Nyquist frequencies, 80 dB
/// down, so nothing folds back audibly. The usual pairs of rates have exactly as many places as rows; pairs without a large
/// common divisor get fewer, with linear interpolation between neighbours (below -100 dB of error). A kernel that narrows the band
/// is longer and as much smoother, so its rows can be fewer: no table passes 66,000 weights, whatever rate a file names.
/// </remarks>
internal sealed class RateKernel
{
    private const int MostRows = 640;
    private const double Attenuation = 80;
    private const double Transition = 0.1;
    private readonly float[] _weights;

    public RateKernel(int from, int to)
    {
        var divisor = (int)BigInteger.GreatestCommonDivisor(from, to);
        (Step, Places) = (from / divisor, to / divisor);
        var narrowing = Math.Min(1.0, (double)to / from);
        Rows = Math.Min(Places, (int)Math.Ceiling(MostRows * narrowing));
        Half = (int)Math.Ceiling((Attenuation - 8) / (2.285 * Transition * Math.PI * narrowing) / 2);
        // One row more than there are places: the last equals the first, one input sample on.
        _weights = new float[(Rows + 1) * Taps];
        var cutoff = (1 - (Transition / 2)) * narrowing;
        var exact = new double[Taps];
        for (var row = 0; row <= Rows; row++)
        {
            FillRow(_weights.AsSpan(row * Taps, Taps), exact, (double)row / Rows, cutoff);
        }
    }

    /// <summary>Gets by how many places the input advances per output sample.</summary>
    public int Step { get; }

    /// <summary>Gets the places between two input samples.</summary>
    public int Places { get; }

    /// <summary>Gets the rows that are tabulated.</summary>
    public int Rows { get; }

    /// <summary>Gets the input samples on either side that an output sample depends on.</summary>
    public int Half { get; }

    public int Taps => 2 * Half;

    /// <summary>Gets the weights of the input samples <c>1 - Half</c> to <c>Half</c> around a place.</summary>
    public ReadOnlySpan<float> Row(int row) => _weights.AsSpan(row * Taps, Taps);

    private void FillRow(Span<float> row, Span<double> exact, double fraction, double cutoff)
    {
        const double Beta = 0.1102 * (Attenuation - 8.7);
        var sum = 0.0;
        for (var tap = 0; tap < row.Length; tap++)
        {
            var x = tap + 1 - Half - fraction;
            var inside = 1 - (x / Half * (x / Half));
            exact[tap] = inside <= 0 ? 0 : Sinc(cutoff * x) * Bessel(Beta * Math.Sqrt(inside));
            sum += exact[tap];
        }

        // Every row adds up to 1, which keeps a constant exactly constant.
        for (var tap = 0; tap < row.Length; tap++)
        {
            row[tap] = (float)(exact[tap] / sum);
        }
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    /// <summary>Modified Bessel function of the first kind, order 0, by its power series.</summary>
    private static double Bessel(double x)
    {
        var (sum, term) = (1.0, 1.0);
        for (var k = 1; term > sum * 1e-17; k++)
        {
            term *= x / (2 * k) * (x / (2 * k));
            sum += term;
        }

        return sum;
    }
}
