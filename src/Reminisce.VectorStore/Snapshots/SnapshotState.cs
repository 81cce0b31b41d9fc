namespace Reminisce.VectorData.Snapshots;

/// <summary>How reading an index snapshot ended.</summary>
internal enum SnapshotState
{
    /// <summary>The index is there and verified.</summary>
    Loaded,

    /// <summary>There is no snapshot yet.</summary>
    Missing,

    /// <summary>A sound snapshot of an index with other parameters, or in another format.</summary>
    StaleParameters,

    /// <summary>The file is not what was written, or could not be read.</summary>
    Damaged,
}
