using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Reminisce.Memory.Storage;

/// <summary>Names a memory by what it is: the same content of the same time has the same id wherever and whenever it is imported.</summary>
internal static class MemoryIdentity
{
    /// <summary>Hashes words and media of an input.</summary>
    public static string HashContent(string text, ReadOnlySpan<byte> media, string? mediaType)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, text);
        Append(hash, mediaType ?? "");
        hash.AppendData(media);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Makes the id: 48 bits of milliseconds, so that ids sort by time, then a hash of content, source, scope and trust.
    /// Trust is part of it, so that nothing less trusted can take the place of the person's own memory.
    /// </summary>
    public static Guid CreateId(DateTimeOffset occurredAt, string contentHash, string source, MemoryScope scope, TrustTier trust)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in new[] { contentHash, source, scope.Application, scope.Agent, scope.User, scope.Session, trust.ToString(), occurredAt.UtcTicks.ToString(System.Globalization.CultureInfo.InvariantCulture) })
        {
            Append(hash, part);
        }

        Span<byte> id = stackalloc byte[16];
        hash.GetHashAndReset().AsSpan(0, 16).CopyTo(id);
        Span<byte> time = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(time, Math.Clamp(occurredAt.ToUnixTimeMilliseconds(), 0, (1L << 48) - 1));
        time[2..].CopyTo(id);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    /// <summary>Reads the time an id begins with: to the millisecond, and not before 1970.</summary>
    public static DateTimeOffset TimeOf(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Span<byte> time = stackalloc byte[8];
        time[..2].Clear();
        bytes[..6].CopyTo(time[2..]);
        var milliseconds = Math.Min(BinaryPrimitives.ReadInt64BigEndian(time), DateTimeOffset.MaxValue.ToUnixTimeMilliseconds() - 1);
        return DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
    }

    /// <summary>Names an episode by its first parts: the same parts are the same episode wherever they are imported.</summary>
    public static Guid CreateEpisodeId(IReadOnlyList<Guid> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, "episode");
        Span<byte> id = stackalloc byte[16];
        foreach (var part in parts)
        {
            part.TryWriteBytes(id, bigEndian: true, out _);
            hash.AppendData(id);
        }

        parts[0].TryWriteBytes(id, bigEndian: true, out _);
        hash.GetHashAndReset().AsSpan(0, 10).CopyTo(id[6..]);
        id[6] = (byte)((id[6] & 0x0F) | 0x80);
        id[8] = (byte)((id[8] & 0x3F) | 0x80);
        return new Guid(id, bigEndian: true);
    }

    private static void Append(IncrementalHash hash, string text)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
