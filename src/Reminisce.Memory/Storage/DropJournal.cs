using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Reminisce.Memory.Storage;

/// <summary>Writes down what was not stored because it was there already, so that nothing disappears unseen.</summary>
/// <remarks>
/// Holds no content. One entry for each memory, source and reason: what is dropped again only renews its time, so that importing
/// the same folder every day does not fill the store.
/// </remarks>
internal sealed class DropJournal(IMemoryIndex index)
{
    public async Task NoteAsync(IReadOnlyCollection<DroppedDuplicate> drops, CancellationToken cancellationToken)
    {
        var entries = drops.Select(EntryOf).DistinctBy(e => e.Key).ToArray();
        if (entries.Length > 0)
        {
            await index.PutEntriesAsync(entries, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Reads what was dropped, latest first.</summary>
    public async Task<IReadOnlyList<DroppedDuplicate>> ReadAsync(CancellationToken cancellationToken) =>
        [.. (await EntriesAsync(cancellationToken).ConfigureAwait(false)).Select(Read).OrderByDescending(d => d.DroppedAt).ThenBy(d => d.KeptId)];

    /// <summary>Removes what is older.</summary>
    public async Task PruneAsync(DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var (limit, dropped) = (notBefore.UtcTicks, (int)SweepStatus.Dropped);
        var old = await index.GetEntriesAsync(e => e.Status == dropped && e.At < limit, cancellationToken).ConfigureAwait(false);
        await index.DeleteEntriesAsync([.. old.Select(e => e.Key)], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finds the entries that name some memories.</summary>
    public async Task<IReadOnlyList<SweepEntry>> NamingAsync(IReadOnlySet<Guid> ids, CancellationToken cancellationToken) =>
        [.. (await EntriesAsync(cancellationToken).ConfigureAwait(false)).Where(e => ids.Contains(Read(e).KeptId))];

    private async Task<IReadOnlyList<SweepEntry>> EntriesAsync(CancellationToken cancellationToken)
    {
        var dropped = (int)SweepStatus.Dropped;
        return await index.GetEntriesAsync(e => e.Status == dropped, cancellationToken).ConfigureAwait(false);
    }

    private static SweepEntry EntryOf(DroppedDuplicate drop) => new()
    {
        Key = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\u001f', drop.KeptId, drop.Reason, drop.Source))).AsSpan(0, 16)),
        Index = -1,
        Status = (int)SweepStatus.Dropped,
        At = drop.DroppedAt.UtcTicks,
        Changes = JsonSerializer.Serialize(drop),
    };

    private static DroppedDuplicate Read(SweepEntry entry) => JsonSerializer.Deserialize<DroppedDuplicate>(entry.Changes)!;
}
