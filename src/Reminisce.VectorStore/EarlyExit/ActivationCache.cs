using System.Globalization;

namespace Reminisce.VectorData;

/// <summary>The activations of one collection: names their keys and never returns a stale one.</summary>
/// <remarks>Safe for concurrent calls. Without a store nothing is kept and coarse items stay coarse.</remarks>
internal sealed class ActivationCache(IActivationStore? store, Func<string> name)
{
    // Neither collection nor property names contain it, so that keys are unambiguous.
    private const char Separator = '\u001f';

    public bool IsKept => store is not null;

    private string Collection => name();

    /// <summary>Gets what all keys of a collection begin with.</summary>
    public static string Prefix(string collection) => collection + Separator;

    public string Key(EarlyExitProperty property, object key, EncodingStamp stamp)
    {
        var text = key is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture) : key.ToString();
        return string.Join(Separator, Collection, property.Name, text, stamp.ContentHash);
    }

    public Task PutAsync(IReadOnlyList<KeyValuePair<string, Activation>> entries, CancellationToken cancellationToken) =>
        store is null || entries.Count == 0
            ? Task.CompletedTask
            : GuardAsync("PutActivations", async () =>
            {
                await store.PutAsync(entries, cancellationToken).ConfigureAwait(false);
                return true;
            }, cancellationToken);

    public Task<IReadOnlyDictionary<string, Activation>> GetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        store is null || keys.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<string, Activation>>(new Dictionary<string, Activation>())
            : GuardAsync("GetActivations", () => store.GetAsync(keys, cancellationToken).AsTask(), cancellationToken);

    public Task<IReadOnlyDictionary<string, long>> GetSizesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        store is null || keys.Count == 0
            ? Task.FromResult<IReadOnlyDictionary<string, long>>(new Dictionary<string, long>())
            : GuardAsync("GetActivationSizes", async () => store is IActivationSizes sizes
                ? await sizes.GetSizesAsync(keys, cancellationToken).ConfigureAwait(false)
                : (await store.GetAsync(keys, cancellationToken).ConfigureAwait(false)).ToDictionary(a => a.Key, a => (long)a.Value.Data.Length), cancellationToken);

    public Task RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken) =>
        store is null || keys.Count == 0
            ? Task.CompletedTask
            : GuardAsync("RemoveActivations", async () =>
            {
                await store.RemoveAsync(keys, cancellationToken).ConfigureAwait(false);
                return true;
            }, cancellationToken);

    /// <summary>Removes all activations of the collection, where the store can find them; others age out of its budget.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) =>
        store is not IPrefixRemoval removal
            ? Task.CompletedTask
            : GuardAsync("RemoveActivations", async () =>
            {
                await removal.RemoveByPrefixAsync(Prefix(Collection), cancellationToken).ConfigureAwait(false);
                return true;
            }, cancellationToken);

    private Task<T> GuardAsync<T>(string operation, Func<Task<T>> call, CancellationToken cancellationToken) =>
        StoreFault.GuardAsync("activation store", Collection, operation, call, cancellationToken);
}
