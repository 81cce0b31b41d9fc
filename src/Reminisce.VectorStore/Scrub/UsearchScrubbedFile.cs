namespace Reminisce.VectorData;

/// <summary>One file of a scrubbed store.</summary>
/// <param name="Name">Its path within the store's folder.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">The hash of its content, in hexadecimal.</param>
public sealed record UsearchScrubbedFile(string Name, long Bytes, string Sha256);
