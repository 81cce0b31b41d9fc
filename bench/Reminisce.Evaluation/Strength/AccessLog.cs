namespace Reminisce.Evaluation;

/// <summary>Makes logs of uses by a known law, day by day.</summary>
internal static class AccessLog
{
    private const double LeastNeed = 0.0005;
    private const double MostNeed = 0.9;

    /// <summary>Every so many days on average a day is a probe; all would say the same, slower.</summary>
    private const double ProbeShare = 0.2;

    private static readonly double[] s_halfLives = [1, 7, 30, 180];

    /// <summary>Makes a log.</summary>
    /// <param name="law">How need falls.</param>
    /// <param name="items">How many memories.</param>
    /// <param name="days">How long the log is; memories are formed in its first half.</param>
    /// <param name="seed">Draws everything.</param>
    public static IReadOnlyList<AccessItem> Make(AccessLaw law, int items, int days, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, items).Select(_ => MakeItem(law, days, random))];
    }

    private static AccessItem MakeItem(AccessLaw law, int days, Random random)
    {
        var formed = random.NextDouble() * days / 2;
        // In the control all memories are alike, so that nothing but the time since the last use tells them apart.
        var eagerness = 0.15 * Math.Exp((law == AccessLaw.Exponential ? 0 : 0.8) * Normal(random));
        var halfLife = law == AccessLaw.Mixture ? s_halfLives[random.Next(s_halfLives.Length)] : 7;
        var uses = new List<double>();
        var probes = new List<(double Day, double Truth)>();
        var last = formed;
        for (var day = formed + 1; day < days; day++)
        {
            var need = Math.Clamp(eagerness * Need(law, day - last, uses.Count, halfLife), LeastNeed, MostNeed);
            var isProbe = random.NextDouble() < ProbeShare;
            var isUsed = random.NextDouble() < need;
            if (isProbe)
            {
                probes.Add((day, need));
            }

            if (isUsed)
            {
                uses.Add(day);
                last = day;
            }
        }

        return new AccessItem(formed, uses, probes);
    }

    private static double Need(AccessLaw law, double since, int uses, double halfLife) => law switch
    {
        AccessLaw.Power => Math.Pow(1 + (since / 2), -0.9) * Math.Pow(1 + uses, 0.4),
        _ => Math.Pow(2, -since / halfLife),
    };

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
