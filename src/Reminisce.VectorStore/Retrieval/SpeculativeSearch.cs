using System.Diagnostics;

namespace Reminisce.VectorData;

/// <summary>Filter, verify, correct: the three steps of a coarse-to-fine search, and what is left of their candidates.</summary>
internal static class SpeculativeSearch
{
    public static async Task<(List<Candidate> Results, RetrievalTrace Trace)> RunAsync(
        CollectionContext context, RetrievalPlan plan, TimeSpan queryEncoding, CancellationToken cancellationToken)
    {
        using var activity = RetrievalTelemetry.Start("retrieve", context.Name);
        var name = plan.Candidates > 0 ? QueryName.Of(plan) : null;
        var (answered, changes) = name is null ? default : context.State.Answered.Find(name);
        var begun = context.Time.GetTimestamp();
        List<ExitList> lists;
        int rounds;
        using (RetrievalTelemetry.Start("retrieve.filter", context.Name))
        {
            (lists, rounds) = await FilterStep.RunAsync(context, plan, answered, cancellationToken).ConfigureAwait(false);
        }

        var filterTime = context.Time.GetElapsedTime(begun);
        var (kept, verify) = VerifyStep.Run([.. lists.SelectMany(l => l.Found)], plan);
        var filter = FilterStep.Learn(lists, kept, rounds, filterTime);
        CorrectTrace correct;
        using (RetrievalTelemetry.Start("retrieve.correct", context.Name))
        {
            correct = await CorrectStep.RunAsync(context, plan, kept, answered, cancellationToken).ConfigureAwait(false);
        }

        if (name is not null && correct.StoppedBy != RetrievalStop.Latency)
        {
            context.State.Answered.Remember(name, new AnsweredQuery(lists, kept), changes);
        }

        var ranked = VerifyStep.Rank(kept, plan.Merge).ToList();
        var belowThreshold = plan.ScoreThreshold is { } threshold ? ranked.RemoveAll(c => c.Order < threshold) : 0;
        var belowFloor = await ResultFloor.ApplyAsync(context, plan, lists, ranked, cancellationToken).ConfigureAwait(false);
        var results = ranked.Skip(plan.Skip).Take(plan.Top).ToList();
        var trace = new RetrievalTrace(
            queryEncoding,
            filter,
            verify,
            correct,
            belowThreshold,
            belowFloor,
            results.ConvertAll(c => new RetrievedTrace(c.Exit, c.FoundBy.Exit, c.Order, c.CoarseScore, c.State)),
            context.Time.GetElapsedTime(plan.StartedAt));
        RetrievalTelemetry.Report(activity, trace);
        return (results, trace);
    }
}
