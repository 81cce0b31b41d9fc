namespace Reminisce.VectorData;

/// <summary>Stores, updates and deletes records under the locks of their keys.</summary>
/// <remarks>
/// Order of an upsert: old activations go, the records are stored in one batch, new activations come. A crash between any two
/// leaves every record with exactly one vector, and at worst coarse without activation; never an activation of other content.
/// </remarks>
internal static class EarlyExitWriter
{
    /// <summary>Stores encoded records; later ones of the same key win.</summary>
    /// <returns>Records whose stored vector was to be kept but has changed since; they must be encoded.</returns>
    public static async Task<List<PendingRecord>> UpsertAsync(CollectionContext context, IEnumerable<PendingRecord> records, CancellationToken cancellationToken)
    {
        var byKey = new Dictionary<object, PendingRecord>();
        foreach (var record in records)
        {
            byKey[record.Key] = record;
        }

        if (byKey.Count == 0)
        {
            return [];
        }

        using var held = await context.LockForChangeAsync([.. byKey.Keys], cancellationToken).ConfigureAwait(false);
        var needsVectors = byKey.Values.Any(r => r.Vectors.Values.Any(v => v.Reused is not null));
        var stored = await context.Inner.ReadAsync(byKey.Keys, needsVectors, cancellationToken).ConfigureAwait(false);
        var again = new List<PendingRecord>();
        var ready = new List<Dictionary<string, object?>>(byKey.Count);
        var gone = new HashSet<string>(StringComparer.Ordinal);
        var come = new List<KeyValuePair<string, Activation>>();

        foreach (var record in byKey.Values)
        {
            var old = stored.GetValueOrDefault(record.Key);
            if (record.Vectors.Any(v => IsReuseLost(v.Key, v.Value, old)))
            {
                foreach (var vector in record.Vectors.Values)
                {
                    vector.Reused = null;
                }

                again.Add(record);
                continue;
            }

            foreach (var (property, vector) in record.Vectors)
            {
                var key = context.Activations.Key(property, record.Key, vector.Stamp);
                if (vector.Item is not { } item)
                {
                    property.Copy(old!, record.Inner);
                    continue;
                }

                property.Set(record.Inner, item.Exit, item.Vector, vector.Stamp);
                context.State.NoteWrite(property.Columns[item.Exit], item.Vector);
                gone.Add(key);
                if (old is not null && property.StampOf(old) is { } before)
                {
                    gone.Add(context.Activations.Key(property, record.Key, before));
                }

                if (item.Activation is { } activation)
                {
                    come.Add(new(key, activation));
                }
            }

            ready.Add(record.Inner);
        }

        if (stored.Count > 0)
        {
            await context.Activations.RemoveAsync(gone, cancellationToken).ConfigureAwait(false);
        }

        context.State.Refinements.Forget(gone);
        await context.StoreAsync(ready, cancellationToken).ConfigureAwait(false);
        await context.Activations.PutAsync(come, cancellationToken).ConfigureAwait(false);
        return again;
    }

    /// <summary>Replaces the data of stored records and keeps their vectors.</summary>
    /// <returns>The keys that have no record.</returns>
    public static async Task<List<object>> UpdateAsync(
        CollectionContext context, IReadOnlyDictionary<object, Action<Dictionary<string, object?>>> changes, CancellationToken cancellationToken)
    {
        using var held = await context.LockForChangeAsync([.. changes.Keys], cancellationToken).ConfigureAwait(false);
        var stored = await context.Inner.ReadAsync([.. changes.Keys], includeVectors: true, cancellationToken).ConfigureAwait(false);
        foreach (var (key, record) in stored)
        {
            changes[key](record);
        }

        await context.StoreAsync(stored.Values, cancellationToken).ConfigureAwait(false);
        return [.. changes.Keys.Where(k => !stored.ContainsKey(k))];
    }

    /// <summary>Deletes records; their activations, which are the content in another form, go first.</summary>
    public static async Task DeleteAsync(CollectionContext context, IReadOnlyCollection<object> keys, CancellationToken cancellationToken)
    {
        using var held = await context.LockForChangeAsync(keys, cancellationToken).ConfigureAwait(false);
        var stored = await context.Inner.ReadAsync(keys, includeVectors: false, cancellationToken).ConfigureAwait(false);
        var gone = new List<string>(stored.Count);
        foreach (var (key, record) in stored)
        {
            foreach (var property in context.Schema.EarlyExits)
            {
                if (property.StampOf(record) is { } stamp)
                {
                    gone.Add(context.Activations.Key(property, key, stamp));
                }
            }
        }

        await context.Activations.RemoveAsync(gone, cancellationToken).ConfigureAwait(false);
        context.State.Refinements.Forget(gone);
        await context.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Removes activations and, if wanted, vectors; the activations go first, so that a crash leaves at worst a coarse record.</summary>
    public static async Task ReleaseAsync(
        CollectionContext context, EarlyExitProperty property, IReadOnlyCollection<object> keys, bool vectors, CancellationToken cancellationToken)
    {
        using var held = await context.LockForChangeAsync(keys, cancellationToken).ConfigureAwait(false);
        var stored = await context.Inner.ReadAsync(keys, includeVectors: vectors, cancellationToken).ConfigureAwait(false);
        string[] gone = [.. stored.Where(r => property.StampOf(r.Value) is not null).Select(r => context.Activations.Key(property, r.Key, property.StampOf(r.Value)!.Value))];
        await context.Activations.RemoveAsync(gone, cancellationToken).ConfigureAwait(false);
        context.State.Refinements.Forget(gone);
        if (vectors)
        {
            foreach (var record in stored.Values)
            {
                property.Clear(record);
            }

            await context.StoreAsync(stored.Values, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsReuseLost(EarlyExitProperty property, PendingVector vector, Dictionary<string, object?>? old) =>
        vector.Reused is not null && (old is null || property.StampOf(old) != vector.Stamp || property.ExitOf(old) is null);
}
