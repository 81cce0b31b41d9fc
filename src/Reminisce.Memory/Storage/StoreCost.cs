namespace Reminisce.Memory.Storage;

/// <summary>What a store costs.</summary>
/// <param name="Coarse">Records whose embedding stopped early and is not finished yet.</param>
/// <param name="VectorBytes">Bytes of vectors and their indexes.</param>
/// <param name="ActivationBytes">Bytes of cached activations.</param>
/// <param name="TotalBytes">Bytes of all files.</param>
internal sealed record StoreCost(long Coarse, long VectorBytes, long ActivationBytes, long TotalBytes);
