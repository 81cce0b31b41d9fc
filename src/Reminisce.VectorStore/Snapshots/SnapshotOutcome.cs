using System.Diagnostics.CodeAnalysis;
using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Snapshots;

/// <summary>What came of reading an index snapshot. In every state but Loaded, build the index from the rows.</summary>
internal sealed record SnapshotOutcome
{
    private SnapshotOutcome()
    {
    }

    public required SnapshotState State { get; init; }

    /// <summary>The index, when loaded. The caller owns and disposes it.</summary>
    public UsearchIndex? Index { get; private init; }

    /// <summary>The last change that the index holds, when loaded: replay what came later.</summary>
    public long Sequence { get; private init; }

    /// <summary>Why there is no index, in one sentence that names the file; empty when loaded.</summary>
    public string Reason { get; private init; } = "";

    [MemberNotNullWhen(true, nameof(Index))]
    public bool IsLoaded => State == SnapshotState.Loaded;

    public static SnapshotOutcome Loaded(UsearchIndex index, long sequence) =>
        new() { State = SnapshotState.Loaded, Index = index, Sequence = sequence };

    public static SnapshotOutcome Missing(string path) =>
        new() { State = SnapshotState.Missing, Reason = $"There is no index snapshot '{path}' yet." };

    public static SnapshotOutcome Stale(string path, string reason) =>
        new() { State = SnapshotState.StaleParameters, Reason = $"The index snapshot '{path}' is of no use: {reason}." };

    public static SnapshotOutcome Damaged(string path, string reason) =>
        new() { State = SnapshotState.Damaged, Reason = $"The index snapshot '{path}' is damaged: {reason}." };
}
