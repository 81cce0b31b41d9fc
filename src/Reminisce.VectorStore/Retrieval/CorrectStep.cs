using System.Numerics.Tensors;

namespace Reminisce.VectorData;

/// <summary>Step 3, correct: the best coarse candidates are finished from their activations, or from their content, and ranked by full similarity.</summary>
/// <remarks>
/// Those with the best prospects first, in batches the encoder groups by exit, until all are done or a limit of the plan is
/// reached. What was finished is stored, so that it is finished once in its life. What was not finished competes with the score
/// that finishing is expected to give it, where that is known. (Paper: D3, fine-grained correction by the live encoder.)
/// </remarks>
internal static class CorrectStep
{
    public static async Task<CorrectTrace> RunAsync(
        CollectionContext context, RetrievalPlan plan, List<Candidate> candidates, AnsweredQuery? answered, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        var coarse = candidates.Where(c => !c.IsFinal && FullQuery(plan, c) is not null).ToList();
        var movements = coarse.Select(c => c.FoundBy).Distinct().ToDictionary(q => q, q => Movement(context, plan, q));
        var tally = new Tally();
        var turn = coarse.Where(c => !c.IsOutside).Take(plan.Candidates).ToList();
        var stop = turn.Count < coarse.Count ? RetrievalStop.Candidates : RetrievalStop.Done;
        turn.FindAll(c => answered?.IsSettled(c) == true).ForEach(c => c.Settle());
        var waiting = Prospects(plan, turn.FindAll(c => !c.IsSettled), movements);
        var upgrades = new List<Upgrade>();

        while (waiting.Count > 0)
        {
            // What finishing brings may fall short of what was expected, so that candidates that were out of reach come into it again.
            var lastResult = LastResult(context, plan, candidates);
            var batch = waiting.TakeWhile(w => w.Bound >= lastResult).Take(plan.Budget.BatchSize).Select(w => w.Candidate).ToList();
            if (batch.Count == 0)
            {
                waiting.ForEach(w => w.Candidate.Settle());
                break;
            }

            if (IsLate(context, plan, batch.Count))
            {
                stop = RetrievalStop.Latency;
                break;
            }

            waiting.RemoveRange(0, batch.Count);
            await FinishAsync(context, plan, batch, lastResult, upgrades, tally, cancellationToken).ConfigureAwait(false);
        }

        var settled = turn.Count(c => c.IsSettled) - tally.Pruned;
        if (tally.Late > 0)
        {
            stop = RetrievalStop.Latency;
        }
        else if (settled > 0 && stop != RetrievalStop.Latency)
        {
            stop = RetrievalStop.Settled;
        }

        Foresee(context, plan, coarse);
        var written = await WriteBack.StoreAsync(context, plan.Property, upgrades, cancellationToken).ConfigureAwait(false);
        return new CorrectTrace(
            coarse.Count,
            tally.Finished,
            tally.Recomputed,
            tally.Shared,
            tally.Without,
            settled,
            tally.Pruned,
            coarse.Count(c => c.State == RefinementState.Coarse && !c.IsSettled),
            written,
            tally.Bytes,
            tally.Layers,
            stop,
            context.Time.GetElapsedTime(begun));
    }

    private static async Task FinishAsync(
        CollectionContext context, RetrievalPlan plan, List<Candidate> batch, double lastResult, List<Upgrade> upgrades, Tally tally, CancellationToken cancellationToken)
    {
        var requests = batch.ConvertAll(c => new RefinementRequest(c.Key, c.Stamp, c.Exit));
        var stop = plan.SettleDeviations is { } deviations && double.IsFinite(lastResult) ? StopBelow(context, plan, lastResult, deviations) : null;
        var limits = new RefinementLimits(stop, context.Options.ContentSource, TimeLeft(context, plan));
        var outcomes = await Refiner.FinishAsync(context, plan.Property, requests, limits, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < batch.Count; i++)
        {
            var candidate = batch[i];
            if (outcomes[i].Stopped is { } stopped)
            {
                var query = plan.Query.Find(stopped.Exit)!;
                candidate.StopAt(query, TensorPrimitives.Dot(query.Vector.Span, stopped.Vector.Span));
                if (Movement(context, plan, query) is { } rest)
                {
                    Statistics(context, plan, candidate.FoundBy).ObserveMove(candidate.CoarseScore, rest.Expect(candidate.Score), rest.Spread);
                }

                tally.Pruned++;
                tally.Add(outcomes[i].Entry!, candidate.FoundBy.Exit, stopped.Exit);
                continue;
            }

            if (outcomes[i].IsLate)
            {
                tally.Late++;
                continue;
            }

            if (outcomes[i].Item is not { } item)
            {
                candidate.KeepCoarse();
                tally.Without++;
                continue;
            }

            var full = FullQuery(plan, candidate)!;
            upgrades.Add(new Upgrade(candidate.Key, candidate.Stamp!.Value, item, outcomes[i].Entry!));
            candidate.Finish(full, TensorPrimitives.Dot(full.Vector.Span, item.Vector.Span));
            Statistics(context, plan, candidate.FoundBy).ObserveMove(candidate.CoarseScore, candidate.Score);
            if (outcomes[i].Shared)
            {
                tally.Shared++;
                continue;
            }

            tally.Finished++;
            tally.Add(outcomes[i].Entry!, candidate.FoundBy.Exit, full.Exit);
        }
    }

    /// <summary>Stops items on the way whose bound at the exit they have reached lies below the results.</summary>
    private static StopInFlight StopBelow(CollectionContext context, RetrievalPlan plan, double lastResult, double deviations) => (_, exit, vector) =>
        plan.Query.Find(exit) is { } query
        && Movement(context, plan, query) is { } movement
        && movement.Bound(query.Calibration.Normalize(TensorPrimitives.Dot(query.Vector.Span, vector.Span)), deviations) < lastResult;

    private static ScoreMovement? Movement(CollectionContext context, RetrievalPlan plan, ExitQuery query) =>
        Statistics(context, plan, query).Movement(query.Calibration.Movement);

    private static ExitStatistics Statistics(CollectionContext context, RetrievalPlan plan, ExitQuery query) =>
        context.State.StatisticsOf(plan.Property.Columns[query.Exit]);

    private static ExitQuery? FullQuery(RetrievalPlan plan, Candidate candidate) => plan.Query.Find(plan.Property.FullExit(candidate.Exit.Tower));

    private static Func<TimeSpan>? TimeLeft(CollectionContext context, RetrievalPlan plan) =>
        plan.Budget.Latency is { } latency ? () => latency - context.Time.GetElapsedTime(plan.StartedAt) : null;

    private static bool IsLate(CollectionContext context, RetrievalPlan plan, int items) =>
        TimeLeft(context, plan) is { } left && context.State.Cost.Estimate(items) > left();

    /// <summary>Bounds what finishing can make of each candidate and puts the best prospects first; without bounds the best scores.</summary>
    private static List<(Candidate Candidate, double Bound)> Prospects(RetrievalPlan plan, List<Candidate> coarse, Dictionary<ExitQuery, ScoreMovement?> movements) =>
        plan.SettleDeviations is not { } deviations
            ? coarse.ConvertAll(c => (c, double.PositiveInfinity))
            : [.. coarse
                .Select(c => (Candidate: c, Bound: movements[c.FoundBy]?.Bound(c.CoarseScore, deviations) ?? double.PositiveInfinity))
                .OrderByDescending(p => p.Bound)];

    /// <summary>Gives the score that the last result has if all that is not finished becomes what is expected of it.</summary>
    /// <remarks>Rather too low than too high: which of them exceed what is expected is open, and the best of them make the results.</remarks>
    private static double LastResult(CollectionContext context, RetrievalPlan plan, List<Candidate> candidates) => candidates
        .Select(c => c.IsFinal ? c.Score : Movement(context, plan, c.Query)?.Expect(c.Score) ?? double.NegativeInfinity)
        .OrderDescending().Skip(plan.Needed - 1).FirstOrDefault(double.NegativeInfinity);

    private static void Foresee(CollectionContext context, RetrievalPlan plan, List<Candidate> coarse)
    {
        // A search that finishes nothing compares coarse scores with coarse scores.
        if (plan.Candidates == 0)
        {
            return;
        }

        foreach (var candidate in coarse)
        {
            if (!candidate.IsFinal && Movement(context, plan, candidate.Query) is { } movement)
            {
                candidate.Foresee(movement);
            }
        }
    }

    private sealed class Tally
    {
        public int Finished { get; set; }

        public int Shared { get; set; }

        public int Without { get; set; }

        public int Late { get; set; }

        public int Pruned { get; set; }

        public int Recomputed { get; private set; }

        public long Bytes { get; private set; }

        public int Layers { get; private set; }

        public void Add(RefinementTable.Entry entry, ExitLayer from, ExitLayer to)
        {
            Bytes += entry.Bytes;
            Recomputed += entry.IsFromSource ? 1 : 0;
            Layers += to.Layer - (entry.IsFromSource ? 0 : from.Layer);
        }
    }
}
