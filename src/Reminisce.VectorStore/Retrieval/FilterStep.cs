namespace Reminisce.VectorData;

/// <summary>Step 1, filter: the items nearest to the query at each exit, found by the query embedding of that exit.</summary>
/// <remarks>
/// <para>A full-depth query prefers full-depth items, so every exit is searched with its own query head. The coarse exits are
/// searched concurrently, then the full depths: an item finished meanwhile moves from the first to the second and is seen at
/// least once. The user's filter is applied by the inner store before ranking. (Paper: D3, query at every granularity.)</para>
/// <para>An exit is asked for about as many items as it has lately given to pools, not for a constant number. Where the last item
/// of a list would still be kept, that list is asked again for twice as many: the merged pool is always the one that
/// asking every exit for the whole pool would give.</para>
/// </remarks>
internal static class FilterStep
{
    public static async Task<(List<ExitList> Lists, int Rounds)> RunAsync(
        CollectionContext context, RetrievalPlan plan, AnsweredQuery? answered, CancellationToken cancellationToken)
    {
        var lists = plan.Query.Exits.Where(q => IsSearched(q, plan))
            .Select(q => new ExitList(q, plan.Property.Columns[q.Exit], context.State.StatisticsOf(plan.Property.Columns[q.Exit])))
            .ToList();
        foreach (var list in lists)
        {
            list.IsSkipped = list.Statistics.IsKnownEmpty(context.Time, context.Options.EmptyExitRecheck);
        }

        var open = lists.FindAll(l => !l.IsSkipped);
        open.ForEach(l => l.Asked = plan.Merge == RetrievalMerge.Calibrated ? l.Statistics.Ask(plan.Pool) : plan.Pool);
        var rounds = 0;
        for (; open.Count > 0; rounds++)
        {
            // Whenever coarse exits are searched the full depths follow, or an item finished in between would be seen in neither.
            var coarse = open.FindAll(l => !l.IsFull);
            await Task.WhenAll(coarse.Select(l => SearchAsync(context, plan, l, answered, cancellationToken))).ConfigureAwait(false);
            var full = coarse.Count > 0 ? lists.FindAll(l => l.IsFull && !l.IsSkipped) : open.FindAll(l => l.IsFull);
            await Task.WhenAll(full.Select(l => SearchAsync(context, plan, l, answered, cancellationToken))).ConfigureAwait(false);

            var lastKept = LastKept(lists, plan);
            open = lists.FindAll(l => l.IsTooShort(plan, lastKept));
            open.ForEach(l => l.Asked = (int)Math.Min(plan.Pool, 2L * l.Asked));
        }

        return (lists, rounds);
    }

    /// <summary>Learns from the merged pool how many items each exit gives.</summary>
    public static FilterTrace Learn(List<ExitList> lists, List<Candidate> kept, int rounds, TimeSpan elapsed)
    {
        var exits = new List<ExitTrace>(lists.Count);
        foreach (var list in lists)
        {
            var count = kept.Count(c => c.FoundBy == list.Query);
            if (kept.Count > 0)
            {
                list.Statistics.ObserveShare(count / (double)kept.Count);
            }

            exits.Add(new ExitTrace(list.Query.Exit, list.Asked, list.Found.Count, count, list.Query.Calibration));
        }

        return new FilterTrace(exits, rounds, elapsed);
    }

    private static double LastKept(List<ExitList> lists, RetrievalPlan plan)
    {
        var scores = VerifyStep.Unique(lists.SelectMany(l => l.Found)).Where(plan.Admits).Select(c => c.Score).OrderDescending().Skip(plan.Pool - 1);
        return scores.FirstOrDefault(double.NegativeInfinity);
    }

    private static bool IsSearched(ExitQuery query, RetrievalPlan plan) =>
        plan.Property.Columns.ContainsKey(query.Exit) && (plan.Towers is null || plan.Towers.Contains(query.Exit.Tower, StringComparer.Ordinal));

    private static async Task SearchAsync(
        CollectionContext context, RetrievalPlan plan, ExitList list, AnsweredQuery? answered, CancellationToken cancellationToken)
    {
        var state = list.Statistics.State;
        var results = await context.Inner
            .SearchAsync(list.Query.Vector, list.Column, list.Asked, plan.Filter, cancellationToken)
            .ConfigureAwait(false);
        list.Returned = results.Count;
        var found = new List<Candidate>(results.Count);
        foreach (var result in results)
        {
            // A record upgraded while it was being found is counted with the exit that gave the score; Verify removes the double.
            if (result.Score is { } similarity && double.IsFinite(similarity))
            {
                var candidate = new Candidate(result.Record, result.Record[context.Schema.KeyName]!, plan.Property.StampOf(result.Record), list.Query, similarity);
                candidate.IsOutside = answered?.IsOutside(candidate) == true;
                found.Add(candidate);
            }
        }

        list.Found = found;
        if (results.Count == 0
            && context.Options.EmptyExitRecheck > TimeSpan.Zero
            && (plan.Filter is null || !await context.Inner.AnyAsync(FilterRewriter.Equal(plan.Property.ExitColumn, list.Query.Exit.Name), cancellationToken).ConfigureAwait(false)))
        {
            list.Statistics.NoteEmpty(state, context.Time.GetTimestamp());
        }
    }
}
