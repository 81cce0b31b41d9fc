namespace Reminisce.VectorData;

/// <summary>Step 1, filter: the items nearest to the query at each exit, found by the query embedding of that exit.</summary>
/// <remarks>
/// A full-depth query prefers full-depth items, so every exit is searched with its own query head, concurrently. The user's
/// filter is applied by the inner store before ranking. (Paper: D3, query at every granularity.)
/// </remarks>
internal static class FilterStep
{
    public static async Task<(List<Candidate> Found, FilterTrace Trace)> RunAsync(CollectionContext context, RetrievalPlan plan, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        var queries = plan.Query.Exits.Where(q => IsSearched(q, plan)).ToArray();
        var found = await Task.WhenAll(queries.Select(q => SearchAsync(context, plan, q, cancellationToken))).ConfigureAwait(false);

        var counts = new Dictionary<ExitLayer, int>(queries.Length);
        for (var i = 0; i < queries.Length; i++)
        {
            counts[queries[i].Exit] = found[i].Count;
        }

        return ([.. found.SelectMany(f => f)], new FilterTrace(plan.Pool, counts, context.Time.GetElapsedTime(begun)));
    }

    private static bool IsSearched(ExitQuery query, RetrievalPlan plan) =>
        plan.Property.Columns.ContainsKey(query.Exit) && (plan.Towers is null || plan.Towers.Contains(query.Exit.Tower, StringComparer.Ordinal));

    private static async Task<List<Candidate>> SearchAsync(CollectionContext context, RetrievalPlan plan, ExitQuery query, CancellationToken cancellationToken)
    {
        var results = await context.Inner
            .SearchAsync(query.Vector, plan.Property.Columns[query.Exit], plan.Pool, plan.Filter, cancellationToken)
            .ConfigureAwait(false);
        var candidates = new List<Candidate>(results.Count);
        foreach (var result in results)
        {
            // A record upgraded while it was being found is counted with the exit that gave the score; Verify removes the double.
            if (result.Score is { } similarity && double.IsFinite(similarity))
            {
                candidates.Add(new Candidate(result.Record, result.Record[context.Schema.KeyName]!, plan.Property.StampOf(result.Record), query, similarity));
            }
        }

        return candidates;
    }
}
