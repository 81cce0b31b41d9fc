namespace Reminisce.Memory;

/// <summary>One thing a sweep did or would do.</summary>
/// <param name="Action">What it is.</param>
/// <param name="Items">The memories concerned.</param>
/// <param name="GistId">The gist that stands for them after <see cref="SweepAction.Compact"/>; otherwise <see langword="null"/>.</param>
/// <param name="Reason">Why, one sentence for a person.</param>
public sealed record SweepStep(SweepAction Action, IReadOnlyList<Guid> Items, Guid? GistId, string Reason);
