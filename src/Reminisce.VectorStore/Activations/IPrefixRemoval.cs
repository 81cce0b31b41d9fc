namespace Reminisce.VectorData;

/// <summary>An activation store that can remove all entries of a collection at once.</summary>
/// <remarks>Optional beside <see cref="IActivationStore"/>: a store without it keeps the entries of a deleted collection until they are evicted.</remarks>
public interface IPrefixRemoval
{
    /// <summary>Removes every entry whose key begins with the prefix.</summary>
    /// <param name="prefix">The beginning of the keys, compared ordinally; not empty.</param>
    /// <param name="cancellationToken">Cancels before anything is removed.</param>
    /// <returns>A task that ends when they are gone.</returns>
    /// <exception cref="ArgumentException">The prefix is empty.</exception>
    ValueTask RemoveByPrefixAsync(string prefix, CancellationToken cancellationToken = default);
}
