namespace Reminisce.VectorData;

/// <summary>What a store holds, how many bytes it takes, and how its graphs stand.</summary>
public sealed record UsearchStoreStatistics
{
    /// <summary>Gets the collections in the order of their names.</summary>
    public required IReadOnlyList<UsearchCollectionStatistics> Collections { get; init; }

    /// <summary>Gets the graphs that are in use, being built or saved.</summary>
    public required IReadOnlyList<UsearchIndexStatistics> Indexes { get; init; }

    /// <summary>Gets the version of the database's schema.</summary>
    public required long SchemaVersion { get; init; }

    /// <summary>Gets the number of the last write; every write has one.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the size of the database file in bytes.</summary>
    public required long DatabaseBytes { get; init; }

    /// <summary>Gets the size of the write-ahead log in bytes.</summary>
    public required long WalBytes { get; init; }

    /// <summary>Gets the size of all index snapshots in bytes; they can be rebuilt from the database.</summary>
    public required long IndexBytes { get; init; }

    /// <summary>Gets the memory of graphs and of vectors held for small properties, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Gets the number of records by collection.</summary>
    public IReadOnlyDictionary<string, long> Rows => Collections.ToDictionary(collection => collection.Name, collection => collection.Rows, StringComparer.Ordinal);

    /// <summary>Gets the size of all files in bytes.</summary>
    public long TotalBytes => DatabaseBytes + WalBytes + IndexBytes;
}
