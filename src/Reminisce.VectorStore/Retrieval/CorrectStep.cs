using System.Numerics.Tensors;

namespace Reminisce.VectorData;

/// <summary>Step 3, correct: the best coarse candidates are finished from their activations and ranked by full similarity.</summary>
/// <remarks>
/// Best first, in batches the encoder groups by exit, until all are done or a limit of the plan is reached. What was finished
/// is stored, so that it is finished once in its life. (Paper: D3, fine-grained correction by the live encoder.)
/// </remarks>
internal static class CorrectStep
{
    public static async Task<CorrectTrace> RunAsync(CollectionContext context, RetrievalPlan plan, List<Candidate> candidates, CancellationToken cancellationToken)
    {
        var begun = context.Time.GetTimestamp();
        var coarse = candidates.Where(c => !c.IsFinal && FullQuery(plan, c) is not null).ToList();
        var allowed = Math.Min(plan.Candidates, coarse.Count);
        var stop = allowed < coarse.Count ? RetrievalStop.Candidates : RetrievalStop.Done;
        var upgrades = new List<Upgrade>();
        int looked = 0, finished = 0, shared = 0, without = 0;

        while (looked < allowed)
        {
            var batch = coarse.GetRange(looked, Math.Min(plan.Budget.BatchSize, allowed - looked));
            if (IsLate(context, plan, batch.Count))
            {
                stop = RetrievalStop.Latency;
                break;
            }

            var open = OpenCount(plan, candidates, batch);
            if (open == 0)
            {
                stop = RetrievalStop.Settled;
                break;
            }

            batch.RemoveRange(open, batch.Count - open);
            looked += batch.Count;
            var requests = batch.ConvertAll(c => new RefinementRequest(c.Key, c.Stamp, c.Exit));
            var outcomes = await Refiner.FinishAsync(context, plan.Property, requests, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < batch.Count; i++)
            {
                if (outcomes[i].Item is not { } item)
                {
                    batch[i].KeepCoarse();
                    without++;
                    continue;
                }

                var full = FullQuery(plan, batch[i])!;
                upgrades.Add(new Upgrade(batch[i].Key, batch[i].Stamp!.Value, item, outcomes[i].Entry!));
                batch[i].Finish(full, TensorPrimitives.Dot(full.Vector.Span, item.Vector.Span));
                finished += outcomes[i].Shared ? 0 : 1;
                shared += outcomes[i].Shared ? 1 : 0;
            }
        }

        var written = await WriteBack.StoreAsync(context, plan.Property, upgrades, cancellationToken).ConfigureAwait(false);
        return new CorrectTrace(
            coarse.Count, finished, shared, without, coarse.Count - looked, written, stop, context.Time.GetElapsedTime(begun));
    }

    private static ExitQuery? FullQuery(RetrievalPlan plan, Candidate candidate) => plan.Query.Find(plan.Property.FullExit(candidate.Exit.Tower));

    private static bool IsLate(CollectionContext context, RetrievalPlan plan, int items) =>
        plan.Budget.Latency is { } latency && context.Time.GetElapsedTime(plan.StartedAt) + context.State.Cost.Estimate(items) > latency;

    /// <summary>Counts the first candidates of a batch that may still reach the results; the batch is ordered best first.</summary>
    private static int OpenCount(RetrievalPlan plan, List<Candidate> candidates, List<Candidate> batch)
    {
        if (plan.Budget.SettleMargin is not { } margin)
        {
            return batch.Count;
        }

        var settled = candidates.Where(c => c.IsFinal).Select(c => c.Score).OrderDescending().Skip(plan.Needed - 1).Take(1).ToArray();
        return settled.Length == 0 ? batch.Count : batch.TakeWhile(c => c.Score + margin >= settled[0]).Count();
    }
}
