namespace Reminisce.VectorData;

/// <summary>What the embedding of one record costs.</summary>
/// <param name="VectorBytes">Bytes of its vector; 0 when it has none.</param>
/// <param name="ActivationBytes">Bytes of its cached activation; 0 when it has none.</param>
public readonly record struct EncodedSize(long VectorBytes, long ActivationBytes);
