namespace Reminisce.Memory;

/// <summary>The answer to one input.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Id">The id of the memory, or <see langword="null"/> when it was rejected.</param>
/// <param name="Reason">Why it was rejected, one sentence for a person; otherwise <see langword="null"/>.</param>
public sealed record RememberResult(RememberOutcome Outcome, Guid? Id, string? Reason)
{
    /// <summary>Gets the episode it became a part of, or <see langword="null"/>.</summary>
    public Guid? EpisodeId { get; init; }
}
