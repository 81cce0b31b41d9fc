namespace Reminisce;

/// <summary>Keeps the activations of coarse items until they are finished.</summary>
/// <remarks>
/// Implementations are safe for concurrent calls. Losing an entry loses no memory: the item stays coarse or is encoded
/// again from its source. Keys are chosen by the caller and are unique within one store.
/// </remarks>
public interface IActivationStore
{
    /// <summary>Saves activations, replacing those of the same keys.</summary>
    /// <param name="entries">Keys and activations.</param>
    /// <param name="cancellationToken">Cancels before anything is written.</param>
    /// <returns>A task that ends when the entries are stored.</returns>
    ValueTask PutAsync(IReadOnlyList<KeyValuePair<string, Activation>> entries, CancellationToken cancellationToken = default);

    /// <summary>Reads the activations that are there.</summary>
    /// <param name="keys">The keys asked for.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The entries found; keys that are not stored are missing.</returns>
    ValueTask<IReadOnlyDictionary<string, Activation>> GetAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    /// <summary>Removes entries; keys that are not stored are passed over.</summary>
    /// <param name="keys">The keys to remove.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    /// <returns>A task that ends when they are gone.</returns>
    ValueTask RemoveAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);

    /// <summary>Gets the bytes of all stored activations.</summary>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The bytes of the coded activations.</returns>
    ValueTask<long> GetSizeAsync(CancellationToken cancellationToken = default);
}
