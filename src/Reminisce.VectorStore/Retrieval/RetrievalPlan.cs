using System.Linq.Expressions;

namespace Reminisce.VectorData;

/// <summary>One search as the three steps see it: what is asked, of whom, how far, and what comes back.</summary>
internal sealed record RetrievalPlan(
    EarlyExitProperty Property,
    QueryEncoding Query,
    Expression<Func<Dictionary<string, object?>, bool>>? Filter,
    IReadOnlyCollection<string>? Towers,
    int Skip,
    int Top,
    double? ScoreThreshold,
    bool RelevanceFloor,
    double? FalseAcceptRate,
    RetrievalMerge Merge,
    int Candidates,
    RetrievalBudget Budget,
    long StartedAt)
{
    /// <summary>Gets how many items the results need.</summary>
    public int Needed => (int)Math.Min((long)Skip + Top, int.MaxValue);

    /// <summary>Gets how many spreads above its expectation a candidate must stay below the results to be left coarse; <see langword="null"/> finishes all.</summary>
    public double? SettleDeviations => Merge == RetrievalMerge.Calibrated && Budget.SettleConfidence is { } confidence ? NormalQuantile.OfUpperTail(1 - confidence) : null;

    /// <summary>Gets how many items each exit is asked for and how many go on after the merge.</summary>
    public int Pool => Math.Max(Candidates, Needed);

    /// <summary>Tells whether an item may be among the results: those outside the candidates only where candidates alone do not fill them.</summary>
    public bool Admits(Candidate candidate) => !candidate.IsOutside || Candidates < Needed;
}
