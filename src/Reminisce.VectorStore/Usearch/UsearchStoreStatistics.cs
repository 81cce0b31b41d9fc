namespace Reminisce.VectorData;

/// <summary>What a store holds, and how many bytes it takes.</summary>
public sealed record UsearchStoreStatistics
{
    /// <summary>Gets the number of records by collection.</summary>
    public required IReadOnlyDictionary<string, long> Rows { get; init; }

    /// <summary>Gets the size of the database file in bytes.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>Gets the size of the write-ahead log in bytes.</summary>
    public required long WalBytes { get; init; }

    /// <summary>Gets the size of all index snapshots in bytes; they can be rebuilt from the database.</summary>
    public required long IndexBytes { get; init; }

    /// <summary>Gets the size of everything in bytes.</summary>
    public long TotalBytes => DatabaseBytes + WalBytes + IndexBytes;
}
