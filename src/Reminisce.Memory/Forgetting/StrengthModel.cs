namespace Reminisce.Memory.Forgetting;

/// <summary>How easily a memory comes to mind: falls as a power of time and by interference, rises with every use, with importance and with depth of processing.</summary>
/// <remarks>
/// Stateless. ACT-R's base level <c>B = ln sum t_j^-d</c> over forming and uses (t in days), with the latest uses one by one
/// and older ones by the integral between them; strength is <c>1 / (1 + exp((threshold - B) / noise))</c>. Model and decay
/// were chosen by replaying logs of uses (suite <c>strength</c>, ADR 0005). With these constants an unused memory of middling
/// importance is at 0.95 after a day, 0.40 after a month and below 0.05 after about a year.
/// </remarks>
internal static class StrengthModel
{
    private const double Decay = 0.7;
    private const double Noise = 0.7;
    private const double ImportanceWeight = 2.8;

    /// <summary>What was processed in full depth lasts e times as long.</summary>
    private const double DepthWeight = 0.7;

    /// <summary>Ten strong competitors halve the time that a memory lasts.</summary>
    private const double InterferenceWeight = 0.2;

    /// <summary>Below an hour nothing has faded yet; also keeps events of the future and of a clock set back finite.</summary>
    private const double ShortestDays = 1.0 / 24;

    private static readonly double s_threshold = Noise * Math.Log(0.05);

    /// <summary>Computes the strength at an instant.</summary>
    /// <param name="use">How the memory was formed and used.</param>
    /// <param name="now">The instant.</param>
    /// <returns>Above 0, below 1.</returns>
    public static double Strength(MemoryUse use, DateTimeOffset now)
    {
        var level = BaseLevel(use, now) + (ImportanceWeight * (Math.Clamp(use.Importance, 0, 1) - 0.5)) + (DepthWeight * Math.Clamp(use.Depth, 0, 1));
        return 1 / (1 + Math.Exp((s_threshold - level) / Noise));
    }

    /// <summary>Computes what is left of a strength where others stand in the way.</summary>
    /// <param name="strength">The strength alone, above 0, below 1.</param>
    /// <param name="interference">The score of <see cref="Interference"/>.</param>
    public static double Crowded(double strength, double interference) =>
        1 / (1 + ((1 - strength) / strength * Math.Exp(InterferenceWeight * interference / Noise)));

    private static double BaseLevel(MemoryUse use, DateTimeOffset now)
    {
        var formed = DaysSince(use.FormedAt, now);
        var sum = Math.Pow(formed, -Decay);
        foreach (var at in use.LastUses)
        {
            sum += Math.Pow(DaysSince(at, now), -Decay);
        }

        var counted = use.UseCount - use.LastUses.Count;
        if (counted > 0)
        {
            var latest = use.LastUses.Count == 0 ? ShortestDays : DaysSince(use.LastUses[^1], now);
            sum += counted * MeanPower(Math.Min(latest, formed), formed);
        }

        return Math.Log(sum);
    }

    /// <summary>The mean of <c>t^-d</c> between two ages: where older uses lay is no longer known.</summary>
    private static double MeanPower(double from, double to) => to - from < 1e-9
        ? Math.Pow(to, -Decay)
        : (Math.Pow(to, 1 - Decay) - Math.Pow(from, 1 - Decay)) / ((1 - Decay) * (to - from));

    private static double DaysSince(DateTimeOffset at, DateTimeOffset now) => Math.Max((now - at).TotalDays, ShortestDays);
}
