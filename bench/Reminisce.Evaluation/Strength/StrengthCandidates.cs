using Reminisce.Memory.Forgetting;

namespace Reminisce.Evaluation;

/// <summary>The strength models that are compared.</summary>
internal static class StrengthCandidates
{
    public const string Constant = "constant";
    public const string Recency = "recency only";
    public const string Exponential = "exponential";
    public const string ActR = "act-r";
    public const string Fsrs = "fsrs-style";
    public const string Product = "product";

    private const double ShortestDays = 1.0 / 24;

    /// <summary>As many uses as the product keeps one by one.</summary>
    private const int KeptUses = 8;

    private static readonly DateTimeOffset s_start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<StrengthCandidate> All { get; } =
    [
        new(Constant, [[]], static (_, _) => 0),
        new(Recency, [[]], static (_, p) => -Math.Log(Math.Max(p.SinceLast, ShortestDays))),

        // A half-life that each use multiplies.
        new(Exponential, [[0], [0.2], [0.4], [0.7], [1]], static (s, p) => -p.SinceLast * Math.Pow(2, -s[0] * p.Uses.Length)),

        // The base level with all uses: B = ln sum t^-d.
        new(ActR, [[0.3], [0.5], [0.7], [0.9], [1.1]], BaseLevel),
        new(Fsrs, [.. from first in (double[])[0.5, 2, 8] from gain in (double[])[0, 0.5, 2] from damping in (double[])[0.1, 0.4] from decay in (double[])[0.1542, 0.5, 1] select (double[])[first, gain, damping, decay]], Retrievability),

        // What the library computes from what it keeps; nothing to choose.
        new(Product, [[]], static (_, p) => Logit(StrengthModel.Strength(UseOf(p), At(p.Day)))),
    ];

    private static double BaseLevel(double[] settings, Probe probe)
    {
        var sum = Math.Pow(Math.Max(probe.Day - probe.FormedAt, ShortestDays), -settings[0]);
        foreach (var use in probe.Uses.Span)
        {
            sum += Math.Pow(Math.Max(probe.Day - use, ShortestDays), -settings[0]);
        }

        return Math.Log(sum);
    }

    /// <summary>
    /// FSRS without grades: R = (1 + F t/S)^-w, and a use at retrievability R multiplies the stability by
    /// 1 + gain S^-damping (e^(1 - R) - 1) + gain/10, so that a use when it was nearly lost helps most.
    /// </summary>
    private static double Retrievability(double[] settings, Probe probe)
    {
        var (stability, gain, damping, decay) = (settings[0], settings[1], settings[2], settings[3]);
        var factor = Math.Pow(0.9, -1 / decay) - 1;
        var last = probe.FormedAt;
        foreach (var use in probe.Uses.Span)
        {
            var recalled = Math.Pow(1 + (factor * (use - last) / stability), -decay);
            stability *= 1 + (gain * Math.Pow(stability, -damping) * (Math.Exp(1 - recalled) - 1)) + (gain / 10);
            last = use;
        }

        return -decay * Math.Log(1 + (factor * (probe.Day - last) / stability));
    }

    private static MemoryUse UseOf(Probe probe)
    {
        var latest = probe.Uses.Span[Math.Max(0, probe.Uses.Length - KeptUses)..].ToArray();
        return new MemoryUse(At(probe.FormedAt), probe.Uses.Length, [.. latest.Reverse().Select(At)], 0.5);
    }

    private static double Logit(double strength) => Math.Log(strength / (1 - strength));

    private static DateTimeOffset At(double day) => s_start.AddDays(day);
}
