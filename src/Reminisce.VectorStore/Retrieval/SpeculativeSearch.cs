namespace Reminisce.VectorData;

/// <summary>Filter, verify, correct: the three steps of a coarse-to-fine search, and what is left of their candidates.</summary>
internal static class SpeculativeSearch
{
    public static async Task<(List<Candidate> Results, RetrievalTrace Trace)> RunAsync(
        CollectionContext context, RetrievalPlan plan, TimeSpan queryEncoding, CancellationToken cancellationToken)
    {
        var (found, filter) = await FilterStep.RunAsync(context, plan, cancellationToken).ConfigureAwait(false);
        var (kept, verify) = VerifyStep.Run(found, plan.Pool);
        var correct = await CorrectStep.RunAsync(context, plan, kept, cancellationToken).ConfigureAwait(false);

        var ranked = VerifyStep.Rank(kept).Where(c => plan.ScoreThreshold is not { } threshold || c.Score >= threshold).ToList();
        var belowFloor = plan.RelevanceFloor ? ranked.RemoveAll(c => !c.IsRelevant) : 0;
        var results = ranked.Skip(plan.Skip).Take(plan.Top).ToList();
        return (results, new RetrievalTrace(queryEncoding, filter, verify, correct, results.Count, belowFloor));
    }
}
