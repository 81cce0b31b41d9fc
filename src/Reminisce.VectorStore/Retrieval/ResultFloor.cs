namespace Reminisce.VectorData;

/// <summary>Decides which results are not better than what unrelated items reach.</summary>
internal static class ResultFloor
{
    /// <summary>Removes what lies below the floor the search asks for.</summary>
    /// <returns>How many were removed.</returns>
    public static async Task<int> ApplyAsync(
        CollectionContext context, RetrievalPlan plan, List<ExitList> lists, List<Candidate> ranked, CancellationToken cancellationToken)
    {
        if (plan.FalseAcceptRate is { } rate)
        {
            var items = await CountAsync(context, plan, lists, cancellationToken).ConfigureAwait(false);
            var least = ranked.Select(c => c.Query).Distinct().ToDictionary(q => q, q => ScoreRange.Least(q.Calibration, rate, Math.Max(1, items)));
            return ranked.RemoveAll(c => c.Query.Calibration.Normalize(c.Similarity) < least[c.Query]);
        }

        return plan.RelevanceFloor ? ranked.RemoveAll(c => c.Similarity < c.Query.Calibration.Floor) : 0;
    }

    /// <summary>Counts the items that the query was compared with; lists that came to their end say it for nothing.</summary>
    private static async Task<long> CountAsync(CollectionContext context, RetrievalPlan plan, List<ExitList> lists, CancellationToken cancellationToken)
    {
        if (lists.TrueForAll(l => l.IsSkipped || l.Returned < l.Asked))
        {
            return lists.Sum(l => (long)l.Returned);
        }

        return context.Inner.Counting is { } counting
            ? await context.Inner.GuardAsync("Count", () => counting.CountAsync(plan.Filter, cancellationToken), cancellationToken).ConfigureAwait(false)
            : await context.State.CountAsync(context.Inner, cancellationToken).ConfigureAwait(false);
    }
}
