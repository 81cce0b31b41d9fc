namespace Reminisce.VectorData;

/// <summary>A record between the caller and the inner store.</summary>
internal sealed class PendingRecord(int index, object source, object key, Dictionary<string, object?> inner)
{
    public int Index { get; } = index;

    /// <summary>Gets the caller's record.</summary>
    public object Source { get; } = source;

    public object Key { get; } = key;

    public Dictionary<string, object?> Inner { get; } = inner;

    public Dictionary<EarlyExitProperty, PendingVector> Vectors { get; } = [];

    /// <summary>Gets or sets why the record cannot be stored.</summary>
    public Exception? Error { get; set; }

    public bool IsReused => Vectors.Count > 0 && Vectors.Values.All(v => v.Reused is not null);
}
