namespace Reminisce.Evaluation;

/// <summary>Replays a log: every candidate is fitted on half of the memories and judged on the other half.</summary>
internal static class StrengthReplay
{
    /// <summary>The log loss of the law that made the log; nobody can do better but by chance.</summary>
    public const string Truth = "the law itself";

    /// <summary>Replays.</summary>
    /// <returns>The log loss of each candidate on memories it was not fitted on, and of the law.</returns>
    public static IReadOnlyDictionary<string, double> Run(IReadOnlyList<AccessItem> log, IEnumerable<StrengthCandidate> candidates)
    {
        var fitted = Probe.Of(log.Where((_, i) => i % 2 == 0));
        var judged = Probe.Of(log.Where((_, i) => i % 2 == 1));
        var losses = candidates.ToDictionary(c => c.Name, c => Judge(c, fitted, judged));
        losses[Truth] = judged.Average(p => LogisticFit.Loss(p.Truth, p.IsUsed));
        return losses;
    }

    private static double Judge(StrengthCandidate candidate, IReadOnlyList<Probe> fitted, IReadOnlyList<Probe> judged)
    {
        var outcomes = fitted.Select(p => p.IsUsed).ToArray();
        var (settings, fit) = candidate.Settings
            .Select(s => (Settings: s, Scores: fitted.Select(p => candidate.Score(s, p)).ToArray()))
            .Select(s => (s.Settings, s.Scores, Fit: LogisticFit.Of(s.Scores, outcomes)))
            .OrderBy(s => s.Fit.LogLoss(s.Scores, outcomes))
            .Select(s => (s.Settings, s.Fit))
            .First();
        return fit.LogLoss([.. judged.Select(p => candidate.Score(settings, p))], [.. judged.Select(p => p.IsUsed)]);
    }
}
