namespace Reminisce.Memory;

/// <summary>One memory found, with the reason.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Fused relevance, higher is better; comparable within one recall only.</param>
/// <param name="Why">Why it was found, for a person: <c>words: "receipt"; meaning 3.1 σ; in last week</c>.</param>
public sealed record RecalledMemory(MemoryItem Item, double Score, string Why)
{
    /// <summary>Gets all parts of the episode in their order, <see cref="Item"/> being the one that answers best; empty for a memory of its own.</summary>
    public IReadOnlyList<MemoryItem> Parts { get; init; } = [];

    /// <summary>Gets the cues it shares with the request, for a person; empty when none was given or none matches.</summary>
    public IReadOnlyList<string> Cues { get; init; } = [];
}
