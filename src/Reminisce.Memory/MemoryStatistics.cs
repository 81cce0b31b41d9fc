namespace Reminisce.Memory;

/// <summary>How much is remembered and what it costs.</summary>
/// <param name="Items">Memories in ordinary recall.</param>
/// <param name="Cold">Memories that faded, stand behind a gist, or are suppressed.</param>
/// <param name="Coarse">Memories whose embedding stopped early and is not finished yet.</param>
/// <param name="VectorBytes">Bytes of stored vectors and their indexes.</param>
/// <param name="ActivationBytes">Bytes of cached activations.</param>
/// <param name="TotalBytes">Bytes of all files of the store.</param>
public sealed record MemoryStatistics(long Items, long Cold, long Coarse, long VectorBytes, long ActivationBytes, long TotalBytes)
{
    /// <summary>Gets what the contents cost by how the memories stand: in ordinary recall, behind a gist, cold, suppressed.</summary>
    public IReadOnlyList<MemoryTier> Tiers { get; init; } = [];
}
