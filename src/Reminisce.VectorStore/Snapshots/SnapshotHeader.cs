using System.Buffers.Binary;
using System.Security.Cryptography;
using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Snapshots;

/// <summary>The frame in front of a serialized index: what it is, what it was built with, and the hash of its bytes.</summary>
/// <remarks>
/// 144 bytes, little-endian:
/// <code>
///   0 magic, 8 bytes      8 format version u32   12 dimensions u32      16 metric u32        20 quantization u32
///  24 M u32              28 efConstruction u32   32 sequence i64        40 count i64         48 removed i64
///  56 payload length i64  64 SHA-256 of the payload                     96 zero, 16 bytes   112 SHA-256 of bytes 0..111
/// </code>
/// The magic, the place of the version and the hash of the header stay as they are in every later format.
/// ef is no part of it: it can change without building anew.
/// </remarks>
internal sealed record SnapshotHeader(
    UsearchParameters Parameters, long Sequence, long Count, long Removed, long PayloadLength, ReadOnlyMemory<byte> PayloadHash)
{
    public const int Length = 144;
    public const uint FormatVersion = 1;

    private const int HashOffset = 112;

    private static ReadOnlySpan<byte> Magic => "REMINDEX"u8;

    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        Span<byte> span = bytes;
        Magic.CopyTo(span);
        BinaryPrimitives.WriteUInt32LittleEndian(span[8..], FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(span[12..], Parameters.Dimensions);
        BinaryPrimitives.WriteInt32LittleEndian(span[16..], (int)Parameters.Metric);
        BinaryPrimitives.WriteInt32LittleEndian(span[20..], (int)Parameters.Quantization);
        BinaryPrimitives.WriteInt32LittleEndian(span[24..], Parameters.Connectivity);
        BinaryPrimitives.WriteInt32LittleEndian(span[28..], Parameters.EfConstruction);
        BinaryPrimitives.WriteInt64LittleEndian(span[32..], Sequence);
        BinaryPrimitives.WriteInt64LittleEndian(span[40..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(span[48..], Removed);
        BinaryPrimitives.WriteInt64LittleEndian(span[56..], PayloadLength);
        PayloadHash.Span.CopyTo(span[64..96]);
        SHA256.HashData(span[..HashOffset], span[HashOffset..]);
        return bytes;
    }

    /// <summary>Reads the header of a file; null where the file is gone or its header is not sound.</summary>
    public static SnapshotHeader? TryRead(string path)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            byte[] bytes = new byte[Length];
            return stream.ReadAtLeast(bytes, Length, throwOnEndOfStream: false) == Length && TryParse(bytes, out var header, out _) is null ? header : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads a header without trusting it.</summary>
    /// <param name="bytes">The first <see cref="Length"/> bytes of the file.</param>
    /// <param name="header">The header, when the return value is null.</param>
    /// <param name="isDamaged">Tells damage from a sound header of another format.</param>
    /// <returns>Null when the header is sound, else what is wrong with it.</returns>
    public static string? TryParse(ReadOnlySpan<byte> bytes, out SnapshotHeader? header, out bool isDamaged)
    {
        header = null;
        isDamaged = true;
        if (!bytes[..8].SequenceEqual(Magic))
        {
            return "it does not begin as an index snapshot";
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..HashOffset], hash);
        if (!bytes[HashOffset..].SequenceEqual(hash))
        {
            return "the checksum of its header does not match";
        }

        uint version = BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]);
        if (version != FormatVersion)
        {
            isDamaged = false;
            return $"it has format {version}; this version of the library reads format {FormatVersion}";
        }

        var parameters = new UsearchParameters
        {
            Dimensions = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            Metric = (UsearchMetric)BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            Quantization = (UsearchQuantization)BinaryPrimitives.ReadInt32LittleEndian(bytes[20..]),
            Connectivity = BinaryPrimitives.ReadInt32LittleEndian(bytes[24..]),
            EfConstruction = BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]),
        };
        header = new SnapshotHeader(
            parameters,
            Sequence: BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            Count: BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            Removed: BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            PayloadLength: BinaryPrimitives.ReadInt64LittleEndian(bytes[56..]),
            PayloadHash: bytes[64..96].ToArray());
        isDamaged = false;
        return null;
    }
}
