using Microsoft.Extensions.AI;
using Reminisce.Memory.Media;
using Reminisce.VectorData;

namespace Reminisce.Memory.Storage;

/// <summary>Gives back what the memory itself still has of a memory's content: its text, or the unchanged file that its media reference names.</summary>
/// <remarks>
/// Safe for concurrent calls. Asks for the store when it is first used, because the store is made with it. Nothing it reads leaves the encoder:
/// the store takes content only whose hash is that of what was remembered.
/// </remarks>
internal sealed class MemoryContentSource(Func<ReminisceVectorStore> store, IEarlyExitEncoder encoder) : IContentSource
{
    private readonly Lazy<ReminisceCollection<Guid, MemoryRecord>> _memories = new(() => MemorySchema.OpenMemories(store(), encoder));

    /// <inheritdoc/>
    public async ValueTask<AIContent?> FindAsync(ContentReference item, CancellationToken cancellationToken = default)
    {
        if (item is not { Collection: MemorySchema.MemoryCollection, Key: Guid key }
            || await _memories.Value.GetAsync(key, cancellationToken: cancellationToken).ConfigureAwait(false) is not { } record)
        {
            return null;
        }

        if (record.MediaType is null)
        {
            return new TextContent(record.Text);
        }

        return await OriginalMedia.ReadAsync(record, cancellationToken).ConfigureAwait(false) is { } bytes ? new DataContent(bytes, record.MediaType) : null;
    }
}
