namespace Reminisce.VectorData;

/// <summary>What <see cref="UsearchVectorStore.RepairAsync"/> found and did.</summary>
public sealed record UsearchRepairReport
{
    /// <summary>Gets what was wrong.</summary>
    public required UsearchCheckReport Before { get; init; }

    /// <summary>Gets what is wrong now.</summary>
    public required UsearchCheckReport After { get; init; }

    /// <summary>Gets what was done, in order, one sentence each.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>Gets the vectors that were taken out.</summary>
    public IReadOnlyList<UsearchRemovedVector> RemovedVectors { get; init; } = [];

    /// <summary>Gets where the damaged database is kept; null where none had to be replaced.</summary>
    /// <remarks>Delete it when it is no longer wanted: it may hold records that are deleted later, and scrubbing waits for that.</remarks>
    public string? SetAside { get; init; }
}
