using System.Numerics.Tensors;

namespace Reminisce.VectorData;

/// <summary>Step 3, correct: the best coarse candidates are finished from their activations and ranked by full similarity.</summary>
/// <remarks>
/// Those with the best prospects first, in batches the encoder groups by exit, until all are done or a limit of the plan is
/// reached. What was finished is stored, so that it is finished once in its life. What was not finished competes with the score
/// that finishing is expected to give it, where that is known. (Paper: D3, fine-grained correction by the live encoder.)
/// </remarks>
internal static class CorrectStep
{
    public static async Task<CorrectTrace> RunAsync(CollectionContext context, RetrievalPlan plan, List<Candidate> candidates, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        var coarse = candidates.Where(c => !c.IsFinal && FullQuery(plan, c) is not null).ToList();
        var movements = coarse.Select(c => c.FoundBy).Distinct().ToDictionary(q => q, q => Statistics(context, plan, q).Movement(q.Calibration.Movement));
        var tally = new Tally();
        var allowed = Math.Min(plan.Candidates, coarse.Count);
        var stop = allowed < coarse.Count ? RetrievalStop.Candidates : RetrievalStop.Done;
        var waiting = Prospects(plan, coarse.GetRange(0, allowed), movements);
        var upgrades = new List<Upgrade>();

        while (waiting.Count > 0)
        {
            if (IsLate(context, plan, Math.Min(plan.Budget.BatchSize, waiting.Count)))
            {
                stop = RetrievalStop.Latency;
                break;
            }

            tally.Settled += waiting.RemoveAll(NoLongerOpen(plan, candidates));
            if (waiting.Count == 0)
            {
                break;
            }

            var batch = waiting.GetRange(0, Math.Min(plan.Budget.BatchSize, waiting.Count)).ConvertAll(w => w.Candidate);
            waiting.RemoveRange(0, batch.Count);
            await FinishAsync(context, plan, batch, upgrades, tally, cancellationToken).ConfigureAwait(false);
        }

        if (tally.Settled > 0 && waiting.Count == 0)
        {
            stop = RetrievalStop.Settled;
        }

        Foresee(plan, coarse, movements);
        var written = await WriteBack.StoreAsync(context, plan.Property, upgrades, cancellationToken).ConfigureAwait(false);
        return new CorrectTrace(
            coarse.Count,
            tally.Finished,
            tally.Shared,
            tally.Without,
            tally.Settled,
            coarse.Count(c => c.State == RefinementState.Coarse) - tally.Settled,
            written,
            tally.Bytes,
            tally.Layers,
            stop,
            context.Time.GetElapsedTime(begun));
    }

    private static async Task FinishAsync(
        CollectionContext context, RetrievalPlan plan, List<Candidate> batch, List<Upgrade> upgrades, Tally tally, CancellationToken cancellationToken)
    {
        var requests = batch.ConvertAll(c => new RefinementRequest(c.Key, c.Stamp, c.Exit));
        var outcomes = await Refiner.FinishAsync(context, plan.Property, requests, cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < batch.Count; i++)
        {
            var candidate = batch[i];
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
            tally.Bytes += outcomes[i].Entry!.Bytes;
            tally.Layers += full.Exit.Layer - candidate.FoundBy.Exit.Layer;
        }
    }

    private static ExitStatistics Statistics(CollectionContext context, RetrievalPlan plan, ExitQuery query) =>
        context.State.StatisticsOf(plan.Property.Columns[query.Exit]);

    private static ExitQuery? FullQuery(RetrievalPlan plan, Candidate candidate) => plan.Query.Find(plan.Property.FullExit(candidate.Exit.Tower));

    private static bool IsLate(CollectionContext context, RetrievalPlan plan, int items) =>
        plan.Budget.Latency is { } latency && context.Time.GetElapsedTime(plan.StartedAt) + context.State.Cost.Estimate(items) > latency;

    /// <summary>Bounds what finishing can make of each candidate and puts the best prospects first; without bounds the best scores.</summary>
    private static List<(Candidate Candidate, double Bound)> Prospects(RetrievalPlan plan, List<Candidate> coarse, Dictionary<ExitQuery, ScoreMovement?> movements)
    {
        if (plan.Merge != RetrievalMerge.Calibrated || plan.Budget.SettleConfidence is not { } confidence)
        {
            return coarse.ConvertAll(c => (c, double.PositiveInfinity));
        }

        var deviations = NormalQuantile.OfUpperTail(1 - confidence);
        return [.. coarse
            .Select(c => (Candidate: c, Bound: movements[c.FoundBy]?.Bound(c.CoarseScore, deviations) ?? double.PositiveInfinity))
            .OrderByDescending(p => p.Bound)];
    }

    /// <summary>Tells which candidates can no longer reach the results: enough finished ones lie above what they may become.</summary>
    private static Predicate<(Candidate Candidate, double Bound)> NoLongerOpen(RetrievalPlan plan, List<Candidate> candidates)
    {
        var last = candidates.Where(c => c.IsFinal).Select(c => c.Score).OrderDescending().Skip(plan.Needed - 1).FirstOrDefault(double.NegativeInfinity);
        return w => w.Bound < last;
    }

    private static void Foresee(RetrievalPlan plan, List<Candidate> coarse, Dictionary<ExitQuery, ScoreMovement?> movements)
    {
        // A search that finishes nothing compares coarse scores with coarse scores.
        if (plan.Candidates == 0)
        {
            return;
        }

        foreach (var candidate in coarse)
        {
            if (!candidate.IsFinal && movements[candidate.FoundBy] is { } movement)
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

        public int Settled { get; set; }

        public long Bytes { get; set; }

        public int Layers { get; set; }
    }
}
