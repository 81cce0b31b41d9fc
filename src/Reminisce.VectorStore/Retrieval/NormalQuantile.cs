namespace Reminisce.VectorData;

/// <summary>The inverse of the normal distribution.</summary>
internal static class NormalQuantile
{
    private static readonly double[] s_a = [-3.969683028665376e1, 2.209460984245205e2, -2.759285104469687e2, 1.383577518672690e2, -3.066479806614716e1, 2.506628277459239];
    private static readonly double[] s_b = [-5.447609879822406e1, 1.615858368580409e2, -1.556989798598866e2, 6.680131188771972e1, -1.328068155288572e1, 1];
    private static readonly double[] s_c = [-7.784894002430293e-3, -3.223964580411365e-1, -2.400758277161838, -2.549732539343734, 4.374664141464968, 2.938163982698783];
    private static readonly double[] s_d = [7.784695709041462e-3, 3.224671290700398e-1, 2.445134137142996, 3.754408661907416, 1];

    /// <summary>Gives the number of deviations that a normal variable exceeds with a given probability.</summary>
    /// <remarks>Rational approximation by P. Acklam (2003), relative error below 1.2e-9. Taking the upper tail keeps small probabilities exact.</remarks>
    /// <param name="tail">The probability, above 0 and below 1.</param>
    public static double OfUpperTail(double tail)
    {
        const double Centre = 0.02425;
        if (tail > 0.5)
        {
            return -OfUpperTail(1 - tail);
        }

        if (tail < Centre)
        {
            var t = Math.Sqrt(-2 * Math.Log(tail));
            return -Polynomial(s_c, t) / Polynomial(s_d, t);
        }

        var q = 0.5 - tail;
        return Polynomial(s_a, q * q) * q / Polynomial(s_b, q * q);
    }

    private static double Polynomial(double[] coefficients, double x)
    {
        double sum = 0;
        foreach (var coefficient in coefficients)
        {
            sum = (sum * x) + coefficient;
        }

        return sum;
    }
}
