namespace Reminisce.VectorData;

/// <summary>An activation store that can tell the size of single entries without reading them.</summary>
/// <remarks>Optional beside <see cref="IActivationStore"/>: without it the entries are read to be measured.</remarks>
public interface IActivationSizes
{
    /// <summary>Gets the bytes of entries.</summary>
    /// <param name="keys">The keys asked for.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The bytes of the coded activations; keys that are not stored are missing.</returns>
    ValueTask<IReadOnlyDictionary<string, long>> GetSizesAsync(IReadOnlyCollection<string> keys, CancellationToken cancellationToken = default);
}
