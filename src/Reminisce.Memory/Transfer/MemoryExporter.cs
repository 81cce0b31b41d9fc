using System.Security.Cryptography;
using System.Text.Json;
using Reminisce.Memory.Media;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Transfer;

/// <summary>Writes memories to a folder; the file of memories is there whole or not at all.</summary>
/// <remarks>Not safe for concurrent calls: the memory's write lock is held, so that the export is of one state.</remarks>
internal sealed class MemoryExporter(IMemoryIndex index)
{
    private const int PageSize = 256;

    public async Task<ExportReport> ExportAsync(string folder, ExportOptions options, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, TransferFormat.FileName);
        if (File.Exists(path))
        {
            throw new IOException($"'{path}' is there already; give another folder, or delete it first.");
        }

        Directory.CreateDirectory(folder);
        var partial = path + ".partial";
        var media = new HashSet<string>(StringComparer.Ordinal);
        var (memories, missing) = (0, 0);
        string sha256;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var stream = new FileStream(partial, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            await WriteAsync(stream, hash, new TransferHeader(TransferFormat.Name, TransferFormat.Version, index.EncoderFingerprint), cancellationToken).ConfigureAwait(false);
            await foreach (var page in RecordPages.ReadAsync(index, options.Scope, PageSize, cancellationToken).ConfigureAwait(false))
            {
                var vectors = await index.GetVectorsAsync([.. page.Select(r => r.Key)], finish: false, cancellationToken).ConfigureAwait(false);
                var thumbnails = (await index.GetThumbnailsAsync([.. page.Where(r => r.MediaType is not null).Select(r => r.Key)], cancellationToken).ConfigureAwait(false)).ToDictionary(t => t.Key, t => t.Jpeg);
                foreach (var record in page)
                {
                    var copy = options.IncludeMedia ? await CopyMediaAsync(folder, record, media, cancellationToken).ConfigureAwait(false) : null;
                    missing += record.MediaType is not null && copy is null ? 1 : 0;
                    await WriteAsync(stream, hash, TransferLine.Of(record, vectors.GetValueOrDefault(record.Key), copy, thumbnails.GetValueOrDefault(record.Key)), cancellationToken).ConfigureAwait(false);
                    memories++;
                }
            }

            sha256 = Convert.ToHexStringLower(hash.GetCurrentHash());
            await WriteAsync(stream, hash, new TransferFooter(memories, sha256), cancellationToken).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(partial, path);
        return new ExportReport(path, memories, media.Count, missing, sha256);
    }

    private static async Task WriteAsync<T>(Stream stream, IncrementalHash hash, T line, CancellationToken cancellationToken)
    {
        byte[] bytes = [.. JsonSerializer.SerializeToUtf8Bytes(line, TransferFormat.Json), (byte)'\n'];
        hash.AppendData(bytes);
        await stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Copies an original under the hash of its bytes; one that is not what was remembered is no copy of it.</summary>
    private static async Task<string?> CopyMediaAsync(string folder, MemoryRecord record, HashSet<string> copied, CancellationToken cancellationToken)
    {
        if (await OriginalMedia.ReadAsync(record, cancellationToken).ConfigureAwait(false) is not { } bytes)
        {
            return null;
        }

        var name = $"{TransferFormat.MediaFolder}/{Convert.ToHexStringLower(SHA256.HashData(bytes))}";
        if (copied.Add(name))
        {
            Directory.CreateDirectory(Path.Combine(folder, TransferFormat.MediaFolder));
            var target = new FileStream(Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16, FileOptions.Asynchronous);
            await using (target.ConfigureAwait(false))
            {
                await target.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
                target.Flush(flushToDisk: true);
            }
        }

        return name;
    }
}
