namespace Reminisce.Memory;

/// <summary>What is in mind for one turn.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Chunks">The chunks, in the order of the recall: best first, or in time order.</param>
/// <param name="Tokens">What they cost together.</param>
/// <param name="LeftOut">How many memories of the recall found no room.</param>
/// <param name="Recall">The recall with only these memories, for a <see cref="MemoryRenderer"/>; a hint says when some were left out.</param>
public sealed record WorkingMemoryContent(IReadOnlyList<WorkingMemoryChunk> Chunks, int Tokens, int LeftOut, RecallResult Recall)
{
    /// <summary>Finds the memories that an answer cites by their full id, parts of episodes among them: those are really used.</summary>
    /// <param name="answer">The answer of a model or a person.</param>
    /// <returns>The ids, for <see cref="IMemory.ReinforceAsync"/>; ids that are not in mind are not believed.</returns>
    /// <exception cref="ArgumentNullException">No answer was given.</exception>
    public IReadOnlyList<Guid> CitedIn(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return [.. Chunks.SelectMany(c => c.Memory.Parts.Prepend(c.Memory.Item)).Select(i => i.Id).Distinct().Where(id => answer.Contains(id.ToString(), StringComparison.OrdinalIgnoreCase))];
    }
}
