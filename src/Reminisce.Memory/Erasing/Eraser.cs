using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Erasing;

/// <summary>Takes memories out of everything that is stored: links, copies in gists, records, and for an erasure the journal.</summary>
/// <remarks>
/// What goes is announced before it begins and carried through after a crash: all of its memories are there, or none. Not safe
/// for concurrent calls: the memory's write lock is held. The bytes of an erasure are gone after the scrub that follows.
/// </remarks>
internal sealed class Eraser(IMemoryIndex index, SweepJournal journal, TimeProvider clock)
{
    /// <summary>Erases memories; sweeps that named them no longer do.</summary>
    /// <returns>How many other memories and how many steps of the journal were rewritten.</returns>
    public Task<(int Rewritten, int JournalSteps)> EraseAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        DecideAsync(SweepStatus.Erasing, ids, cancellationToken);

    /// <summary>Forgets memories; the journal keeps naming them, so that the rest of a sweep can still be taken back.</summary>
    public Task ForgetAsync(IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        DecideAsync(SweepStatus.Forgetting, ids, cancellationToken);

    /// <summary>Carries through what a crash interrupted.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var (erasing, forgetting) = ((int)SweepStatus.Erasing, (int)SweepStatus.Forgetting);
        foreach (var decided in await index.GetEntriesAsync(e => e.Status == erasing || e.Status == forgetting, cancellationToken).ConfigureAwait(false))
        {
            await CarryOutAsync(decided, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<(int Rewritten, int JournalSteps)> DecideAsync(SweepStatus status, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return (0, 0);
        }

        var decided = Intent.Create(status, ids, clock.GetUtcNow());
        await index.PutEntriesAsync([decided], cancellationToken).ConfigureAwait(false);
        return await CarryOutAsync(decided, cancellationToken).ConfigureAwait(false);
    }

    private async Task<(int Rewritten, int JournalSteps)> CarryOutAsync(SweepEntry decided, CancellationToken cancellationToken)
    {
        var ids = Intent.IdsOf(decided);
        var rewritten = await GistLinks.ReleaseAsync(index, ids, cancellationToken).ConfigureAwait(false);
        if (rewritten.Count > 0)
        {
            await index.UpdateAsync(rewritten, cancellationToken).ConfigureAwait(false);
        }

        await index.DeleteAsync(ids, cancellationToken).ConfigureAwait(false);
        var (changed, emptied) = decided.Status == (int)SweepStatus.Erasing
            ? await journal.WithoutAsync(ids, cancellationToken).ConfigureAwait(false)
            : ([], []);
        if (changed.Count > 0)
        {
            await index.PutEntriesAsync(changed, cancellationToken).ConfigureAwait(false);
        }

        await index.DeleteEntriesAsync([.. emptied.Append(decided).Select(e => e.Key)], cancellationToken).ConfigureAwait(false);
        return (rewritten.Count, changed.Count + emptied.Count);
    }
}
