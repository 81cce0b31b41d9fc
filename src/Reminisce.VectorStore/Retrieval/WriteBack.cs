using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Stores finished embeddings: one upsert of the record sets the full vector and clears the coarse one, then the activation goes.</summary>
/// <remarks>After a crash between the two the record is whole and the activation unused. A record changed meanwhile is left alone.</remarks>
internal static partial class WriteBack
{
    /// <summary>Stores upgrades as the options say.</summary>
    /// <returns>How many were stored or handed to the background.</returns>
    public static async Task<int> StoreAsync(CollectionContext context, EarlyExitProperty property, List<Upgrade> upgrades, CancellationToken cancellationToken)
    {
        if (context.Options.WriteBack == WriteBackMode.None)
        {
            return 0;
        }

        var mine = upgrades.FindAll(u => u.Entry.TryBeginWrite());
        if (mine.Count == 0)
        {
            return 0;
        }

        if (context.Options.WriteBack == WriteBackMode.Inline)
        {
            return await WriteAsync(context, property, mine, cancellationToken).ConfigureAwait(false);
        }

        if (context.WriteBackQueue.TryEnqueue(stop => WriteAsync(context, property, mine, stop)))
        {
            return mine.Count;
        }

        WriteBackDropped(context.Logger, mine.Count, context.Name);
        mine.ForEach(u => u.Entry.AbandonWrite());
        return 0;
    }

    /// <summary>Stores upgrades now, whatever the options say.</summary>
    /// <returns>How many records were upgraded.</returns>
    public static async Task<int> WriteAsync(CollectionContext context, EarlyExitProperty property, List<Upgrade> upgrades, CancellationToken cancellationToken)
    {
        try
        {
            var keys = upgrades.ConvertAll(u => u.Key);
            using var held = await context.State.Locks.AcquireAsync(keys, cancellationToken).ConfigureAwait(false);
            if (!context.IsCurrent)
            {
                // Embedded anew or deleted meanwhile: there is nothing to upgrade.
                return 0;
            }

            var records = await context.Inner.ReadAsync(keys, includeVectors: true, cancellationToken).ConfigureAwait(false);
            var changed = new List<Dictionary<string, object?>>(upgrades.Count);
            var done = new List<string>(upgrades.Count);
            foreach (var upgrade in upgrades)
            {
                if (records.TryGetValue(upgrade.Key, out var record)
                    && property.StampOf(record) == upgrade.Stamp
                    && property.ExitOf(record) is { IsFull: false })
                {
                    property.Set(record, upgrade.Item.Exit, upgrade.Item.Vector, upgrade.Stamp);
                    context.State.NoteWrite(property.Columns[upgrade.Item.Exit], upgrade.Item.Vector);
                    changed.Add(record);
                    done.Add(upgrade.Entry.Key);
                }
            }

            await context.StoreAsync(changed, cancellationToken).ConfigureAwait(false);
            await context.Activations.RemoveAsync(done, cancellationToken).ConfigureAwait(false);
            return changed.Count;
        }
        catch
        {
            upgrades.ForEach(u => u.Entry.AbandonWrite());
            throw;
        }
    }

    [LoggerMessage(2, LogLevel.Debug, "{Count} finished embeddings of collection '{Collection}' were not stored because the queue is full; a later search stores them.")]
    private static partial void WriteBackDropped(ILogger logger, int count, string collection);
}
