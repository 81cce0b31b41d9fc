using Reminisce.Memory.Records;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Media;

/// <summary>Keeps small copies of pictures beside their memories, and makes those anew that are gone.</summary>
/// <remarks>Derived: without them everything else works. Safe for concurrent calls.</remarks>
internal sealed class Thumbnails(IMemoryIndex index, IPictureReader pictures, int maximumSide)
{
    /// <summary>Makes and stores the small copies of what was just remembered.</summary>
    public async Task AddAsync(IReadOnlyList<(Guid Id, MemoryInput Input)> stored, CancellationToken cancellationToken)
    {
        if (maximumSide == 0)
        {
            return;
        }

        var made = new List<ThumbnailRecord>();
        foreach (var (id, input) in stored)
        {
            if (!input.Media.IsEmpty && pictures.Thumbnail(input.Media, maximumSide) is { } jpeg)
            {
                made.Add(new ThumbnailRecord { Key = id, Jpeg = jpeg });
            }
        }

        if (made.Count > 0)
        {
            await index.PutThumbnailsAsync(made, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads the small copy of a memory, or makes it from the original where that is a file and still the same.</summary>
    public async Task<byte[]?> GetAsync(MemoryRecord record, CancellationToken cancellationToken)
    {
        var kept = await index.GetThumbnailsAsync([record.Key], cancellationToken).ConfigureAwait(false);
        if (kept.Count > 0)
        {
            return kept[0].Jpeg;
        }

        return maximumSide > 0 && await OriginalMedia.ReadAsync(record, cancellationToken).ConfigureAwait(false) is { } original
            ? pictures.Thumbnail(original, maximumSide)
            : null;
    }
}
