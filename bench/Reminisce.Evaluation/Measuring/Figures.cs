namespace Reminisce.Evaluation;

/// <summary>Rounds figures to what a measurement can mean.</summary>
internal static class Figures
{
    public static double Ratio(double value, double reference) => Math.Round(value / reference, 3);

    public static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, 3);

    public static double Microseconds(double value) => Math.Round(value, 1);
}
