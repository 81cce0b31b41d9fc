using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Finishes coarse items from their activations, or from their content where those are gone, each once however many calls ask for it at the same time.</summary>
internal sealed partial class Refiner
{
    private readonly CollectionContext _context;
    private readonly EarlyExitProperty _property;
    private readonly IReadOnlyList<RefinementRequest> _requests;
    private readonly RefinementLimits _limits;
    private readonly RefinementOutcome[] _outcomes;

    private Refiner(CollectionContext context, EarlyExitProperty property, IReadOnlyList<RefinementRequest> requests, RefinementLimits limits)
    {
        _context = context;
        _property = property;
        _requests = requests;
        _limits = limits;
        _outcomes = new RefinementOutcome[requests.Count];
    }

    /// <returns>One outcome per request, in the order given.</returns>
    public static async Task<RefinementOutcome[]> FinishAsync(
        CollectionContext context, EarlyExitProperty property, IReadOnlyList<RefinementRequest> requests, RefinementLimits limits, CancellationToken cancellationToken)
    {
        var refiner = new Refiner(context, property, requests, limits);
        await refiner.RunAsync(cancellationToken).ConfigureAwait(false);
        return refiner._outcomes;
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var open = new List<int>(_requests.Count);
        for (var i = 0; i < _requests.Count; i++)
        {
            // Only what this encoder made, of the content that the record names, can be finished.
            if ((_context.Activations.IsKept || _limits.Source is not null) && _requests[i].Stamp is { } stamp && stamp.Fingerprint == _property.Encoder.Fingerprint)
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
                var key = _context.Activations.Key(_property, _requests[i].Key, _requests[i].Stamp!.Value);
                var (entry, claimed) = _context.State.Refinements.Claim(key);
                (claimed ? mine : others).Add(new Claim(i, _requests[i].Exit, entry));
            }

            open.Clear();
            await FinishAsync(mine, cancellationToken).ConfigureAwait(false);

            foreach (var claim in others)
            {
                try
                {
                    var item = await claim.Entry.Completion.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
                    _outcomes[claim.Index] = new RefinementOutcome(item, true, claim.Entry);
                }
                catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
                {
                    // The call that had claimed it was cancelled, failed, had no time or no source for it, or stopped it as not worth it;
                    // this one tries for itself.
                    open.Add(claim.Index);
                }
            }
        }
    }

    private async Task FinishAsync(List<Claim> claims, CancellationToken cancellationToken)
    {
        try
        {
            var gone = await ResumeStoredAsync(claims, cancellationToken).ConfigureAwait(false);
            await EncodeAnewAsync(gone, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            foreach (var claim in claims.Where(c => !c.Entry.Completion.Task.IsCompleted))
            {
                _context.State.Refinements.Release(claim.Entry);
            }

            throw;
        }
    }

    /// <returns>Those whose activation is gone or was refused, in the order given.</returns>
    private async Task<List<Claim>> ResumeStoredAsync(List<Claim> claims, CancellationToken cancellationToken)
    {
        var stored = await _context.Activations.GetAsync(claims.ConvertAll(c => c.Entry.Key), cancellationToken).ConfigureAwait(false);
        var ready = new List<Ready>(claims.Count);
        var gone = new List<Claim>();
        foreach (var claim in claims)
        {
            if (stored.TryGetValue(claim.Entry.Key, out var activation)
                && activation.Fingerprint == _property.Encoder.Fingerprint
                && activation.Exit == claim.Exit)
            {
                claim.Entry.Bytes = activation.Data.Length;
                ready.Add(new Ready(claim, activation));
            }
            else
            {
                gone.Add(claim);
            }
        }

        var begun = _context.Time.GetTimestamp();
        gone.AddRange(await ResumeAsync(ready, cancellationToken).ConfigureAwait(false));
        _context.State.Cost.Report(ready.Count, _context.Time.GetElapsedTime(begun));
        gone.Sort(static (a, b) => a.Index.CompareTo(b.Index));
        return gone;
    }

    private async Task EncodeAnewAsync(List<Claim> gone, CancellationToken cancellationToken)
    {
        if (_limits.Source is not { } source || gone.Count == 0)
        {
            gone.ForEach(LeaveCoarse);
            return;
        }

        var begun = _context.Time.GetTimestamp();
        var encoder = new SourceEncoder(_context, _property, source, _limits.TimeLeft);
        var activations = await encoder.EncodeAsync(gone.ConvertAll(c => _requests[c.Index]), cancellationToken).ConfigureAwait(false);
        var ready = new List<Ready>(activations.Length);
        for (var i = 0; i < gone.Count; i++)
        {
            if (i >= activations.Length)
            {
                _context.State.Refinements.Release(gone[i].Entry);
                _outcomes[gone[i].Index] = new RefinementOutcome(null, false, gone[i].Entry, IsLate: true);
            }
            else if (activations[i] is { } activation)
            {
                (gone[i].Entry.Bytes, gone[i].Entry.IsFromSource) = (0, true);
                ready.Add(new Ready(gone[i], activation));
            }
            else
            {
                LeaveCoarse(gone[i]);
            }
        }

        (await ResumeAsync(ready, cancellationToken).ConfigureAwait(false)).ForEach(LeaveCoarse);
        _context.State.SourceCost.Report(ready.Count, _context.Time.GetElapsedTime(begun));
    }

    private void LeaveCoarse(Claim claim)
    {
        _outcomes[claim.Index] = new RefinementOutcome(null, false, claim.Entry);
        if (_limits.Source is null && _context.Options.ContentSource is not null)
        {
            // A search that waits for it may ask the source, which this call does not.
            _context.State.Refinements.Release(claim.Entry);
        }
        else
        {
            _context.State.Refinements.Finish(claim.Entry, null);
        }
    }

    /// <returns>Those whose activation the encoder refused; all others have their outcome.</returns>
    private async Task<List<Claim>> ResumeAsync(List<Ready> ready, CancellationToken cancellationToken)
    {
        var items = await EncodeAsync(ready, cancellationToken).ConfigureAwait(false);
        var refused = new List<Claim>();
        for (var i = 0; i < ready.Count; i++)
        {
            var claim = ready[i].Claim;
            switch (items[i])
            {
                case null:
                    refused.Add(claim);
                    break;
                case { Exit.IsFull: false } stopped:
                    _context.State.Refinements.Release(claim.Entry);
                    _outcomes[claim.Index] = new RefinementOutcome(null, false, claim.Entry, stopped);
                    break;
                case { } item:
                    _context.State.Refinements.Finish(claim.Entry, item);
                    _outcomes[claim.Index] = new RefinementOutcome(item, false, claim.Entry);
                    break;
            }
        }

        return refused;
    }

    private async Task<IReadOnlyList<EncodedItem?>> EncodeAsync(List<Ready> ready, CancellationToken cancellationToken)
    {
        if (ready.Count == 0)
        {
            return [];
        }

        try
        {
            var options = _limits.Stop is { } stop ? new ResumeOptions { AtExit = checkpoint => Stop(checkpoint, ready, stop) } : null;
            return await _property.Encoder.ResumeAsync(ready.ConvertAll(r => r.Activation), options, cancellationToken).ConfigureAwait(false);
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
                items[i] = (await _property.Encoder.ResumeAsync([ready[i].Activation], cancellationToken).ConfigureAwait(false))[0];
            }
            catch (ArgumentException error)
            {
                ActivationRefused(_context.Logger, error, _context.Name);
                await _context.Activations.RemoveAsync([ready[i].Claim.Entry.Key], cancellationToken).ConfigureAwait(false);
            }
        }

        return items;
    }

    private static void Stop(ResumeCheckpoint checkpoint, List<Ready> ready, StopInFlight stop)
    {
        foreach (var item in checkpoint.Items)
        {
            if (stop(ready[item.Position].Claim.Index, checkpoint.Exit, item.Vector))
            {
                checkpoint.Stop(item.Position);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "An activation of collection '{Collection}' was refused by the encoder and is dropped; its record stays coarse unless its content is still there.")]
    private static partial void ActivationRefused(ILogger logger, Exception error, string collection);

    private readonly record struct Claim(int Index, ExitLayer Exit, RefinementTable.Entry Entry);

    private readonly record struct Ready(Claim Claim, Activation Activation);
}
