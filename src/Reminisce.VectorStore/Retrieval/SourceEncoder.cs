using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Makes activations anew that were evicted or damaged, where the content is still there and is still the one that was encoded.</summary>
/// <remarks>
/// Items are encoded to the exit at which they had stopped and go on from there like all others, so that they can be stopped on the way and
/// come out as if their activation had never been gone.
/// </remarks>
internal sealed partial class SourceEncoder(CollectionContext context, EarlyExitProperty property, IContentSource source, Func<TimeSpan>? timeLeft)
{
    /// <returns>
    /// The activations in the order of the requests, null where the item stays coarse. There are fewer than requests when the time was up:
    /// those missing were not tried.
    /// </returns>
    public async Task<Activation?[]> EncodeAsync(IReadOnlyList<RefinementRequest> requests, CancellationToken cancellationToken)
    {
        var contents = await FindAsync(requests, cancellationToken).ConfigureAwait(false);
        var activations = new Activation?[contents.Count];
        foreach (var group in Enumerable.Range(0, contents.Count).Where(i => contents[i] is not null).GroupBy(i => requests[i].Exit.Layer))
        {
            var places = group.ToList();
            var options = new EncodingOptions { Policy = ExitPolicy.Fixed, FixedLayer = group.Key };
            var results = await property.Encoder.EncodeAsync(places.ConvertAll(i => contents[i]!), options, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < results.Count; i++)
            {
                activations[places[i]] = results[i].Item?.Activation;
                if (results[i].Error is { } error)
                {
                    NotEncoded(context.Logger, error, context.Name);
                }
            }
        }

        return activations;
    }

    private async Task<List<AIContent?>> FindAsync(IReadOnlyList<RefinementRequest> requests, CancellationToken cancellationToken)
    {
        var contents = new List<AIContent?>(requests.Count);
        var count = Affordable(requests.Count);
        while (contents.Count < count && (timeLeft is null || timeLeft() > TimeSpan.Zero))
        {
            cancellationToken.ThrowIfCancellationRequested();
            contents.Add(await FindAsync(requests[contents.Count], cancellationToken).ConfigureAwait(false));
        }

        return contents;
    }

    /// <summary>Tells how many items, from the first on, are expected to be finished in time.</summary>
    private int Affordable(int count)
    {
        if (timeLeft is not null)
        {
            var left = timeLeft();
            while (count > 0 && context.State.SourceCost.Estimate(count) > left)
            {
                count--;
            }
        }

        return count;
    }

    private async Task<AIContent?> FindAsync(RefinementRequest request, CancellationToken cancellationToken)
    {
        // A vector that came without content has no hash to check content by.
        if (request.Stamp is not { NamesContent: true } stamp)
        {
            return null;
        }

        try
        {
            var content = await source.FindAsync(new ContentReference(context.Name, property.Name, request.Key), cancellationToken).ConfigureAwait(false);
            return content is not null && property.Encoder.CanEncode(content) && EncodableContent.Hash(content) == stamp.ContentHash ? content : null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // The source is the caller's and may fail in any way; a search does without it.
            SourceFailed(context.Logger, error, context.Name);
            return null;
        }
    }

    [LoggerMessage(4, LogLevel.Warning, "The content source failed for an item of collection '{Collection}'; its record stays coarse.")]
    private static partial void SourceFailed(ILogger logger, Exception error, string collection);

    [LoggerMessage(5, LogLevel.Warning, "An item of collection '{Collection}' could not be encoded again from its content; its record stays coarse.")]
    private static partial void NotEncoded(ILogger logger, Exception error, string collection);
}
