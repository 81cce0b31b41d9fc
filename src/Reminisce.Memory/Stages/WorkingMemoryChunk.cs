namespace Reminisce.Memory;

/// <summary>One thing in mind.</summary>
/// <param name="Memory">The memory, or the episode with its parts.</param>
/// <param name="Side">The side that holds it.</param>
/// <param name="Tokens">What it costs of the budget.</param>
/// <param name="Value">What relevance, strength, cues and novelty together made it worth when it was let in.</param>
public sealed record WorkingMemoryChunk(RecalledMemory Memory, WorkingMemorySide Side, int Tokens, double Value);
