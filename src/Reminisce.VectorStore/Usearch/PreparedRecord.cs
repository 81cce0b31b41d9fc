namespace Reminisce.VectorData;

/// <summary>A record encoded for storage, checked and complete but for a key that the database chooses.</summary>
internal sealed class PreparedRecord(object? key, object?[] values, byte[]?[] vectors)
{
    /// <summary>Gets or sets the encoded key; null until the database has chosen one.</summary>
    public object? Key { get; set; } = key;

    /// <summary>Gets the data columns' values, each followed by its extra value where it has one.</summary>
    public object?[] Values { get; } = values;

    /// <summary>Gets the encoded vectors in the binding's order.</summary>
    public byte[]?[] Vectors { get; } = vectors;
}
