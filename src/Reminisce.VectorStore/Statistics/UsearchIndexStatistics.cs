namespace Reminisce.VectorData;

/// <summary>One graph of a store: in memory, saved, or both.</summary>
public sealed record UsearchIndexStatistics
{
    /// <summary>Gets the collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Gets the vector property's storage name.</summary>
    public required string Property { get; init; }

    /// <summary>Gets the metric that the graph was built for.</summary>
    public required string Metric { get; init; }

    /// <summary>Gets whether the graph is there.</summary>
    public required UsearchIndexState State { get; init; }

    /// <summary>Gets how far building has come, from 0 to 1; null while nothing is being built.</summary>
    /// <remarks>A graph that is built anew goes on answering searches, so this can have a value in every state but <see cref="UsearchIndexState.None"/>.</remarks>
    public double? BuildProgress { get; init; }

    /// <summary>Gets the number of vectors in the graph.</summary>
    public long LiveNodes { get; init; }

    /// <summary>Gets the number of removed vectors whose nodes are still in the graph; past a fraction it is built anew.</summary>
    public long DeadNodes { get; init; }

    /// <summary>Gets the memory that the graph, and the codes that filtered searches score, take, in bytes.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Gets the size of the saved graph in bytes; 0 where there is none.</summary>
    public long SnapshotBytes { get; init; }

    /// <summary>Gets the time since the graph was saved; null where it is not, or its file cannot be read.</summary>
    public TimeSpan? SnapshotAge { get; init; }

    /// <summary>Gets how many writes the store has made since the state that was saved; opening makes up for them.</summary>
    public long? SnapshotLag { get; init; }
}
