namespace Reminisce.Memory;

/// <summary>The answer of the memory to a question.</summary>
/// <param name="Memories">The memories found, best first, or in time order when the question asks for a time only.</param>
/// <param name="Time">The phrase of time that was understood, or <see langword="null"/>.</param>
/// <param name="Hint">What to do when nothing was found, or what was close; <see langword="null"/> otherwise.</param>
public sealed record RecallResult(IReadOnlyList<RecalledMemory> Memories, TimePhrase? Time, string? Hint)
{
    /// <summary>Gets what is there but was not reached, nearest first: another cue may bring it back. Empty when something was found.</summary>
    public IReadOnlyList<NearMiss> NearMisses { get; init; } = [];

    /// <summary>Gets whether nothing relevant was found.</summary>
    public bool IsEmpty => Memories.Count == 0;
}
