using System.Text.RegularExpressions;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Transfer;

/// <summary>Takes an export in: all of it is checked before anything is stored.</summary>
internal sealed partial class MemoryImporter(IMemoryIndex index, string folder, ImportOptions options)
{
    private readonly List<ImportFailure> _failed = [];
    private int _added;
    private int _replaced;
    private int _kept;
    private int _encoded;

    public ImportReport Report => new(_added, _replaced, _kept, _encoded, _failed);

    /// <summary>Reads everything once and stores nothing.</summary>
    /// <exception cref="MemoryImportException">A line cannot be taken in.</exception>
    public async Task CheckAsync(TransferReader reader, CancellationToken cancellationToken)
    {
        var ids = new HashSet<Guid>();
        await foreach (var (line, memory) in reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Fault(memory) is { } fault)
            {
                throw new MemoryImportException(line, fault);
            }

            if (!ids.Add(memory.Id))
            {
                throw new MemoryImportException(line, $"The id '{memory.Id}' occurs twice; an export holds each memory once.");
            }

            var media = await MediaAsync(line, memory, cancellationToken).ConfigureAwait(false);
            if (VectorOf(memory, reader.Header) is null && (memory.MediaType is not null && media is null || !index.CanEncode(ContentOf(memory, media))))
            {
                throw new MemoryImportException(line, media is null && memory.MediaType is not null
                    ? "The memory has neither a vector of this encoder nor a copy of its original; export again with the original in its place, or import with the encoder it was exported with."
                    : $"Content of type '{memory.MediaType ?? "text"}' cannot be embedded: no tower of the model pack takes it; import with the encoder it was exported with.");
            }
        }
    }

    /// <summary>Stores a batch, each memory on its own: what cannot be embedded goes into the report.</summary>
    public async Task<int> StoreAsync(IReadOnlyList<(int Line, TransferLine Memory)> batch, TransferHeader header, CancellationToken cancellationToken)
    {
        var existing = (await index.GetAsync([.. batch.Select(b => b.Memory.Id)], cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Key, r => r.Trust);
        var (restored, encoded) = (new List<KeyValuePair<MemoryRecord, SpaceVector>>(), new List<(int Line, MemoryRecord Record)>());
        foreach (var (line, memory) in batch)
        {
            if (options.Existing == ExistingMemory.Keep && existing.ContainsKey(memory.Id))
            {
                _kept++;
                continue;
            }

            var record = memory.ToRecord();
            if (existing.TryGetValue(memory.Id, out var trust) && trust < record.Trust)
            {
                _failed.Add(new ImportFailure(line, memory.Id, "A less trusted memory does not replace a more trusted one."));
                continue;
            }

            if (VectorOf(memory, header) is { } vector)
            {
                restored.Add(new(record, vector));
                Count(memory.Id);
                continue;
            }

            record.Content = ContentOf(memory, await MediaAsync(line, memory, cancellationToken).ConfigureAwait(false));
            encoded.Add((line, record));
        }

        if (restored.Count > 0)
        {
            await index.RestoreAsync(restored, cancellationToken).ConfigureAwait(false);
        }

        var errors = encoded.Count == 0 ? [] : await index.AddAsync(encoded.ConvertAll(e => e.Record), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < encoded.Count; i++)
        {
            if (errors[i] is { } error)
            {
                _failed.Add(new ImportFailure(encoded[i].Line, encoded[i].Record.Key, error.Message));
                continue;
            }

            _encoded++;
            Count(encoded[i].Record.Key);
        }

        var failed = _failed.Select(f => f.Id).ToHashSet();
        var stored = restored.Select(r => r.Key.Key).Concat(encoded.Select(e => e.Record.Key)).Where(id => !failed.Contains(id)).ToHashSet();
        ThumbnailRecord[] thumbnails = [.. batch.Where(b => b.Memory.Thumbnail is not null && stored.Contains(b.Memory.Id)).Select(b => new ThumbnailRecord { Key = b.Memory.Id, Jpeg = b.Memory.Thumbnail! })];
        if (thumbnails.Length > 0)
        {
            await index.PutThumbnailsAsync(thumbnails, cancellationToken).ConfigureAwait(false);
        }

        return batch.Count;

        void Count(Guid id) => _ = existing.ContainsKey(id) ? _replaced++ : _added++;
    }

    private static string? Fault(TransferLine memory) =>
        memory.Id == Guid.Empty ? "The id is empty."
        : memory.Importance is not (>= 0 and <= 1) ? $"The importance {memory.Importance} is out of range; expected 0 to 1."
        : memory.UseCount < memory.LastUses.Count ? $"There are {memory.LastUses.Count} uses listed but {memory.UseCount} counted."
        : memory.MentionedFrom is null != memory.MentionedTo is null || memory.MentionedFrom > memory.MentionedTo ? "The time the text speaks of has no beginning or no end, or ends before it begins."
        : memory.Media is { } media && !MediaName().IsMatch(media) ? $"The original must lie in '{TransferFormat.MediaFolder}' under its hash."
        : memory.Vector is { } vector && vector.Numbers() is null ? "The vector is none: expected finite numbers of 32 bits in base 64."
        : null;

    /// <summary>Makes the vector usable, or says that the content must be embedded anew.</summary>
    private SpaceVector? VectorOf(TransferLine memory, TransferHeader header) =>
        memory.Vector is { } vector && header.Encoder == index.EncoderFingerprint && index.CanRestore(vector.Space, vector.Numbers()!.Length)
            ? new SpaceVector(vector.Space, vector.Numbers()!, IsFull: true)
            : null;

    private async Task<byte[]?> MediaAsync(int line, TransferLine memory, CancellationToken cancellationToken)
    {
        if (memory.Media is null)
        {
            return null;
        }

        var path = Path.Combine(folder, memory.Media);
        if (!File.Exists(path))
        {
            throw new MemoryImportException(line, $"The original '{memory.Media}' is not there; copy the whole folder of the export.");
        }

        var bytes = await File.ReadAllBytesAsync(path, cancellationToken).ConfigureAwait(false);
        return MemoryIdentity.HashContent(memory.Text, bytes, memory.MediaType) == memory.ContentHash
            ? bytes
            : throw new MemoryImportException(line, $"The original '{memory.Media}' is not what was remembered; it was changed or damaged, copy or export it again.");
    }

    private static AIContent ContentOf(TransferLine memory, byte[]? media) =>
        media is null ? new TextContent(memory.Text) : new DataContent(media, memory.MediaType!);

    [GeneratedRegex("^media/[0-9a-f]{64}$", RegexOptions.CultureInvariant)]
    private static partial Regex MediaName();
}
