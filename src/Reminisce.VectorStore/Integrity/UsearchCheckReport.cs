namespace Reminisce.VectorData;

/// <summary>What <see cref="UsearchVectorStore.CheckAsync"/> found.</summary>
public sealed record UsearchCheckReport
{
    /// <summary>Gets what is wrong; none where all is well.</summary>
    public required IReadOnlyList<UsearchFinding> Findings { get; init; }

    /// <summary>Gets what could not be looked at, and why; a store that is open for writing is looked at in whole.</summary>
    public IReadOnlyList<string> NotChecked { get; init; } = [];

    /// <summary>Gets a value indicating whether nothing is wrong.</summary>
    public bool IsHealthy => Findings.Count == 0;

    /// <summary>Gets a value indicating whether a repair can make the store whole again, if with losses.</summary>
    public bool IsRepairable => Findings.All(finding => finding.Repairability != UsearchRepairability.No);
}
