namespace Reminisce.VectorData;

/// <summary>The part of a store that a finding is about.</summary>
public enum UsearchFindingKind
{
    /// <summary>The pages of the database file.</summary>
    Database,

    /// <summary>The tables that the store's catalogue promises.</summary>
    Catalog,

    /// <summary>The numbering of writes.</summary>
    Sequence,

    /// <summary>The stored vectors.</summary>
    Vectors,

    /// <summary>The full-text index, which is derived.</summary>
    FullText,

    /// <summary>The notes of deletions that saved graphs still have to learn of, which are derived.</summary>
    Tombstones,

    /// <summary>The saved graphs, which are derived.</summary>
    Snapshots,

    /// <summary>The graphs in memory, which are derived.</summary>
    Indexes,
}
