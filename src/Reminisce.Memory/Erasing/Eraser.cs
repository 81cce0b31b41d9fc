using System.Text.Json;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Erasing;

/// <summary>Takes memories out of everything that is stored: links, copies in gists, records, journal.</summary>
/// <remarks>
/// An erasure is announced before it begins and carried through after a crash: all of its memories are there, or none. Not safe
/// for concurrent calls: the memory's write lock is held. The bytes are gone after the scrub that follows.
/// </remarks>
internal sealed class Eraser(IMemoryIndex index, SweepJournal journal, TimeProvider clock)
{
    /// <summary>Erases memories.</summary>
    /// <returns>How many other memories and how many steps of the journal were rewritten.</returns>
    public async Task<(int Rewritten, int JournalSteps)> EraseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return (0, 0);
        }

        var now = clock.GetUtcNow();
        var decided = new SweepEntry
        {
            Key = Guid.CreateVersion7(now),
            Index = -1,
            Status = (int)SweepStatus.Erasing,
            At = now.UtcTicks,
            Changes = JsonSerializer.Serialize(ids),
        };
        await index.PutEntriesAsync([decided], cancellationToken).ConfigureAwait(false);
        return await CarryOutAsync(decided, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Carries through what a crash interrupted.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var erasing = (int)SweepStatus.Erasing;
        foreach (var decided in await index.GetEntriesAsync(e => e.Status == erasing, cancellationToken).ConfigureAwait(false))
        {
            await CarryOutAsync(decided, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(int Rewritten, int JournalSteps)> CarryOutAsync(SweepEntry decided, CancellationToken cancellationToken)
    {
        var ids = JsonSerializer.Deserialize<HashSet<Guid>>(decided.Changes)!;
        var rewritten = await GistLinks.ReleaseAsync(index, ids, cancellationToken).ConfigureAwait(false);
        if (rewritten.Count > 0)
        {
            await index.UpdateAsync(rewritten, cancellationToken).ConfigureAwait(false);
        }

        await index.DeleteAsync(ids, cancellationToken).ConfigureAwait(false);
        var (changed, emptied) = await journal.WithoutAsync(ids, cancellationToken).ConfigureAwait(false);
        if (changed.Count > 0)
        {
            await index.PutEntriesAsync(changed, cancellationToken).ConfigureAwait(false);
        }

        await index.DeleteEntriesAsync([.. emptied.Append(decided).Select(e => e.Key)], cancellationToken).ConfigureAwait(false);
        return (rewritten.Count, changed.Count + emptied.Count);
    }
}
