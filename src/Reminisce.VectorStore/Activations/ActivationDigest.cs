using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Reminisce.VectorData;

/// <summary>A short checksum of a stored activation, so that a damaged one counts as lost instead of being resumed.</summary>
internal static class ActivationDigest
{
    public static long Of(ReadOnlySpan<byte> data)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(data, hash);
        return BinaryPrimitives.ReadInt64LittleEndian(hash);
    }
}
