namespace Reminisce.VectorData;

/// <summary>Names and defaults of the local store.</summary>
internal static class UsearchConstants
{
    /// <summary>The system name in metadata and exceptions.</summary>
    public const string SystemName = "usearch";

    public const string SupportedVectorTypes = "ReadOnlyMemory<T>, T[] and Embedding<T> of float, Half or sbyte";

    public const string SupportedKeyTypes = "int, long, string, Guid";
}
