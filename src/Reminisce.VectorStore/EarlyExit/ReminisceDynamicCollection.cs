namespace Reminisce.VectorData;

/// <summary>A <see cref="ReminisceCollection{TKey, TRecord}"/> of records given as dictionaries.</summary>
/// <remarks>Safe for concurrent calls. A content property may hold a string, a TextContent or a DataContent, whatever its declared kind of content.</remarks>
public sealed class ReminisceDynamicCollection : ReminisceCollection<object, Dictionary<string, object?>>
{
    internal ReminisceDynamicCollection(CollectionContext context, string? vectorStoreName)
        : base(context, vectorStoreName)
    {
    }
}
