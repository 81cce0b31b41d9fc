namespace Reminisce.Memory;

/// <summary>What a sweep did, or would do on a dry run.</summary>
/// <param name="Id">Names the sweep for <see cref="IMemory.UndoAsync"/>; <see langword="null"/> on a dry run or when nothing changed.</param>
/// <param name="DryRun">Whether nothing was changed.</param>
/// <param name="ItemsBefore">Memories in ordinary recall before.</param>
/// <param name="ItemsAfter">Memories in ordinary recall after.</param>
/// <param name="Steps">What was done, in order.</param>
public sealed record SweepReport(Guid? Id, bool DryRun, int ItemsBefore, int ItemsAfter, IReadOnlyList<SweepStep> Steps)
{
    /// <summary>Gets the bytes of words, vectors and activations of the memories in ordinary recall before, without what earlier sweeps let go.</summary>
    public long BytesBefore { get; init; }

    /// <summary>Gets what is left of these bytes once the sweep can no longer be undone and the next sweep has let them go, but for words that gists take over.</summary>
    public long BytesAfter { get; init; }
}
