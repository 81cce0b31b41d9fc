using System.Security.Cryptography;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Snapshots;

/// <summary>Writes an index to a file and reads it back, such that damage is found before native code sees a byte.</summary>
/// <remarks>
/// Written beside its place and renamed into it: a crash leaves the old snapshot or the new one. One writer per path
/// at a time. A snapshot is a shortcut; whatever is wrong with it, the rows it was built from are the truth.
/// </remarks>
internal sealed class IndexSnapshot(IFileStorage storage, string path)
{
    private const int ChunkLength = 1 << 20;

    /// <summary>Where the next snapshot is written before it takes its place.</summary>
    private string TemporaryPath { get; } = path + ".tmp";

    /// <summary>Writes the index as it is now.</summary>
    /// <param name="index">The index. Searches go on meanwhile.</param>
    /// <param name="sequence">The last change that the index surely holds. It may hold later ones: replaying must not mind.</param>
    /// <param name="cancellationToken">Ends the writing; the old snapshot stays.</param>
    /// <exception cref="IOException">The disk is full or fails; the old snapshot stays.</exception>
    /// <returns>The size of the file in bytes.</returns>
    public long Write(UsearchIndex index, long sequence, CancellationToken cancellationToken = default)
    {
        (NativeBuffer payload, long count, long removed) = index.Serialize(cancellationToken);
        long length = SnapshotHeader.Length + payload.Length;
        using (payload)
        {
            var header = new SnapshotHeader(index.Parameters, sequence, count, removed, payload.Length, Hash(payload));
            try
            {
                using (IWritableFile file = storage.Create(TemporaryPath))
                {
                    file.Write(header.ToBytes());
                    for (long offset = 0; offset < payload.Length; offset += ChunkLength)
                    {
                        cancellationToken.ThrowIfCancellationRequested();
                        file.Write(payload.Slice(offset, ChunkLength));
                    }

                    file.Sync();
                }

                storage.Replace(TemporaryPath, path);
            }
            catch
            {
                DeleteTemporary();
                throw;
            }
        }

        storage.SyncDirectory(Path.GetDirectoryName(path)!);
        return length;
    }

    /// <summary>Reads the snapshot if it is whole and of an index with these parameters.</summary>
    /// <exception cref="InvalidOperationException">There is no native library (see <see cref="UsearchIndex.IsAvailable"/>).</exception>
    public SnapshotOutcome Read(UsearchParameters expected)
    {
        expected.Validate();
        UsearchLibrary.Require();
        try
        {
            if (!storage.Exists(path))
            {
                return SnapshotOutcome.Missing(path);
            }

            using Stream stream = storage.OpenRead(path);
            return Read(stream, expected);
        }
        catch (FileNotFoundException)
        {
            return SnapshotOutcome.Missing(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return SnapshotOutcome.Damaged(path, $"it cannot be read ({exception.Message})");
        }
    }

    /// <summary>Reads the last change that the snapshot holds, from its header alone; null where there is no sound header.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public long? ReadSequence()
    {
        using Stream stream = storage.OpenRead(path);
        byte[] bytes = new byte[SnapshotHeader.Length];
        return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length
            && SnapshotHeader.TryParse(bytes, out SnapshotHeader? header, out _) is null ? header!.Sequence : null;
    }

    /// <summary>Checks a file down to its last byte without loading it; null where it is sound.</summary>
    /// <param name="path">The file.</param>
    /// <param name="sequence">The last change that the snapshot surely holds; 0 where it cannot be told.</param>
    public static string? FindFault(string path, out long sequence)
    {
        sequence = 0;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            byte[] bytes = new byte[SnapshotHeader.Length];
            if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            {
                return $"ends within its header of {bytes.Length} bytes";
            }

            if (SnapshotHeader.TryParse(bytes, out SnapshotHeader? header, out _) is { } fault)
            {
                return $"cannot be used: {fault}";
            }

            sequence = header!.Sequence;
            return header.PayloadLength != stream.Length - SnapshotHeader.Length ? "is longer or shorter than its header says"
                : !header.PayloadHash.Span.SequenceEqual(SHA256.HashData(stream)) ? "does not match its checksum"
                : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"cannot be read ({exception.Message})";
        }
    }

    /// <summary>Deletes the snapshot and what a crash may have left of an unfinished one.</summary>
    public void Delete()
    {
        storage.Delete(TemporaryPath);
        storage.Delete(path);
        storage.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    private SnapshotOutcome Read(Stream stream, UsearchParameters expected)
    {
        byte[] bytes = new byte[SnapshotHeader.Length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            return SnapshotOutcome.Damaged(path, $"it ends within its header of {bytes.Length} bytes");
        }

        if (SnapshotHeader.TryParse(bytes, out SnapshotHeader? header, out bool isDamaged) is { } fault)
        {
            return isDamaged ? SnapshotOutcome.Damaged(path, fault) : SnapshotOutcome.Stale(path, fault);
        }

        if (header!.Parameters with { Ef = expected.Ef } != expected)
        {
            return SnapshotOutcome.Stale(path, $"it was built with {Describe(header.Parameters)}, and {Describe(expected)} are asked for");
        }

        if (header.PayloadLength != stream.Length - SnapshotHeader.Length)
        {
            return SnapshotOutcome.Damaged(path, $"{header.PayloadLength} bytes should follow its header, {stream.Length - SnapshotHeader.Length} do");
        }

        using var payload = new NativeBuffer(header.PayloadLength);
        for (long offset = 0; offset < payload.Length; offset += ChunkLength)
        {
            stream.ReadExactly(payload.Slice(offset, ChunkLength));
        }

        if (!header.PayloadHash.Span.SequenceEqual(Hash(payload)))
        {
            return SnapshotOutcome.Damaged(path, "the checksum of its content does not match");
        }

        try
        {
            return SnapshotOutcome.Loaded(UsearchIndex.Deserialize(expected, payload, header.Count, header.Removed), header.Sequence);
        }
        catch (UsearchException exception)
        {
            // Whole, yet refused: written by a library of another major version, which is not this one's to judge.
            return SnapshotOutcome.Stale(path, exception.Message);
        }
    }

    private void DeleteTemporary()
    {
        try
        {
            storage.Delete(TemporaryPath);
        }
        catch (IOException)
        {
            // The fault on its way up says more, and the next snapshot overwrites the file.
        }
    }

    private static byte[] Hash(NativeBuffer payload)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (long offset = 0; offset < payload.Length; offset += ChunkLength)
        {
            hash.AppendData(payload.Slice(offset, ChunkLength));
        }

        return hash.GetHashAndReset();
    }

    private static string Describe(UsearchParameters parameters) =>
        $"{parameters.Dimensions} dimensions, {parameters.Metric}, {parameters.Quantization}, M = {parameters.Connectivity}, efConstruction = {parameters.EfConstruction}";
}
