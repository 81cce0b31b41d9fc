namespace Reminisce.Memory;

/// <summary>What a sweep did, or would do on a dry run.</summary>
/// <param name="Id">Names the sweep for <see cref="IMemory.UndoAsync"/>; <see langword="null"/> on a dry run or when nothing changed.</param>
/// <param name="DryRun">Whether nothing was changed.</param>
/// <param name="ItemsBefore">Memories in ordinary recall before.</param>
/// <param name="ItemsAfter">Memories in ordinary recall after.</param>
/// <param name="Steps">What was done, in order.</param>
public sealed record SweepReport(Guid? Id, bool DryRun, int ItemsBefore, int ItemsAfter, IReadOnlyList<SweepStep> Steps);
