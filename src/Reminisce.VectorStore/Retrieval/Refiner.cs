using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Finishes coarse items from their activations, each once however many calls ask for it at the same time.</summary>
internal static partial class Refiner
{
    /// <returns>One outcome per request, in the order given.</returns>
    public static async Task<RefinementOutcome[]> FinishAsync(
        CollectionContext context, EarlyExitProperty property, IReadOnlyList<RefinementRequest> requests, StopInFlight? stop, CancellationToken cancellationToken)
    {
        var outcomes = new RefinementOutcome[requests.Count];
        var open = new List<int>(requests.Count);
        for (var i = 0; i < requests.Count; i++)
        {
            // Only what this encoder made, of the content that the record names, can be resumed.
            if (context.Activations.IsKept && requests[i].Stamp is { } stamp && stamp.Fingerprint == property.Encoder.Fingerprint)
            {
                open.Add(i);
            }
        }

        while (open.Count > 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var mine = new List<Claim>();
            var others = new List<Claim>();
            foreach (var i in open)
            {
                var key = context.Activations.Key(property, requests[i].Key, requests[i].Stamp!.Value);
                var (entry, claimed) = context.State.Refinements.Claim(key);
                (claimed ? mine : others).Add(new Claim(i, requests[i].Exit, entry));
            }

            open.Clear();
            await ResumeAsync(context, property, mine, outcomes, stop, cancellationToken).ConfigureAwait(false);

            foreach (var claim in others)
            {
                try
                {
                    var item = await claim.Entry.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                    outcomes[claim.Index] = new RefinementOutcome(item, true, claim.Entry);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // The call that had claimed it was cancelled, failed, or stopped it as not worth it; this one tries for itself.
                    open.Add(claim.Index);
                }
            }
        }

        return outcomes;
    }

    private static async Task ResumeAsync(
        CollectionContext context, EarlyExitProperty property, List<Claim> claims, RefinementOutcome[] outcomes, StopInFlight? stop, CancellationToken cancellationToken)
    {
        try
        {
            var stored = await context.Activations.GetAsync(claims.ConvertAll(c => c.Entry.Key), cancellationToken).ConfigureAwait(false);
            var ready = new List<(Claim Claim, Activation Activation)>(claims.Count);
            foreach (var claim in claims)
            {
                if (stored.TryGetValue(claim.Entry.Key, out var activation)
                    && activation.Fingerprint == property.Encoder.Fingerprint
                    && activation.Exit == claim.Exit)
                {
                    claim.Entry.Bytes = activation.Data.Length;
                    ready.Add((claim, activation));
                }
                else
                {
                    context.State.Refinements.Finish(claim.Entry, null);
                    outcomes[claim.Index] = new RefinementOutcome(null, false, claim.Entry);
                }
            }

            var begun = context.Time.GetTimestamp();
            var items = await EncodeAsync(context, property, ready, stop, cancellationToken).ConfigureAwait(false);
            context.State.Cost.Report(ready.Count, context.Time.GetElapsedTime(begun));
            for (var i = 0; i < ready.Count; i++)
            {
                var claim = ready[i].Claim;
                if (items[i] is { Exit.IsFull: false } stopped)
                {
                    context.State.Refinements.Release(claim.Entry);
                    outcomes[claim.Index] = new RefinementOutcome(null, false, claim.Entry, stopped);
                    continue;
                }

                context.State.Refinements.Finish(claim.Entry, items[i]);
                outcomes[claim.Index] = new RefinementOutcome(items[i], false, claim.Entry);
            }
        }
        catch
        {
            foreach (var claim in claims)
            {
                context.State.Refinements.Release(claim.Entry);
            }

            throw;
        }
    }

    private static async Task<IReadOnlyList<EncodedItem?>> EncodeAsync(
        CollectionContext context, EarlyExitProperty property, List<(Claim Claim, Activation Activation)> ready, StopInFlight? stop, CancellationToken cancellationToken)
    {
        if (ready.Count == 0)
        {
            return [];
        }

        try
        {
            var options = stop is null ? null : new ResumeOptions { AtExit = checkpoint => Stop(checkpoint, ready, stop) };
            return await property.Encoder.ResumeAsync(ready.ConvertAll(r => r.Activation), options, cancellationToken).ConfigureAwait(false);
        }
        catch (ArgumentException)
        {
            // One damaged activation must not cost the others; it is found below, item by item.
        }

        var items = new EncodedItem?[ready.Count];
        for (var i = 0; i < ready.Count; i++)
        {
            try
            {
                items[i] = (await property.Encoder.ResumeAsync([ready[i].Activation], cancellationToken).ConfigureAwait(false))[0];
            }
            catch (ArgumentException error)
            {
                ActivationRefused(context.Logger, error, context.Name);
                await context.Activations.RemoveAsync([ready[i].Claim.Entry.Key], cancellationToken).ConfigureAwait(false);
            }
        }

        return items;
    }

    private static void Stop(ResumeCheckpoint checkpoint, List<(Claim Claim, Activation Activation)> ready, StopInFlight stop)
    {
        foreach (var item in checkpoint.Items)
        {
            if (stop(ready[item.Position].Claim.Index, checkpoint.Exit, item.Vector))
            {
                checkpoint.Stop(item.Position);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "An activation of collection '{Collection}' was refused by the encoder and is dropped; its record stays coarse.")]
    private static partial void ActivationRefused(ILogger logger, Exception error, string collection);

    private readonly record struct Claim(int Index, ExitLayer Exit, RefinementTable.Entry Entry);
}
