namespace Reminisce;

/// <summary>What became of one item of a batch: an encoded item, or the reason why there is none.</summary>
/// <remarks>Immutable. Exactly one of the two is set: one bad item never fails its batch.</remarks>
public sealed class EncodingResult
{
    private EncodingResult(EncodedItem? item, Exception? error)
    {
        Item = item;
        Error = error;
    }

    /// <summary>Gets the encoded item, or <see langword="null"/> when the item could not be encoded.</summary>
    public EncodedItem? Item { get; }

    /// <summary>Gets the reason why the item could not be encoded, or <see langword="null"/>.</summary>
    public Exception? Error { get; }

    /// <summary>Makes the result of an item that was encoded.</summary>
    /// <param name="item">The encoded item.</param>
    /// <returns>The result.</returns>
    public static EncodingResult Encoded(EncodedItem item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return new EncodingResult(item, null);
    }

    /// <summary>Makes the result of an item that could not be encoded.</summary>
    /// <param name="error">The reason, with a message fit for a person.</param>
    /// <returns>The result.</returns>
    public static EncodingResult Failed(Exception error)
    {
        ArgumentNullException.ThrowIfNull(error);
        return new EncodingResult(null, error);
    }
}
