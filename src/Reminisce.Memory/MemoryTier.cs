namespace Reminisce.Memory;

/// <summary>What the memories of one standing cost.</summary>
/// <remarks>Contents only; rows, indexes and free pages of the files are not counted. What a sweep will let go once it can no longer be undone still counts.</remarks>
/// <param name="Name">active, gist members, cold, dropped, or suppressed.</param>
/// <param name="Items">How many memories.</param>
/// <param name="TextBytes">Bytes of their words and of the copy that full text searches.</param>
/// <param name="VectorBytes">Bytes of their vectors.</param>
/// <param name="ActivationBytes">Bytes of their cached activations.</param>
public sealed record MemoryTier(string Name, long Items, long TextBytes, long VectorBytes, long ActivationBytes);
