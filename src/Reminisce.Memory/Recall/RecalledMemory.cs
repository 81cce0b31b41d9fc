namespace Reminisce.Memory;

/// <summary>One memory found, with the reason.</summary>
/// <param name="Item">The memory.</param>
/// <param name="Score">Fused relevance, higher is better; comparable within one recall only.</param>
/// <param name="Why">Why it was found, for a person: <c>words: "receipt"; meaning 3.1 σ; in last week</c>.</param>
public sealed record RecalledMemory(MemoryItem Item, double Score, string Why);
