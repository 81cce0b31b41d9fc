using System.Globalization;
using System.Text.Json;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Changes records step by step so that a crash leaves each step whole or undone, and a sweep can be taken back.</summary>
/// <remarks>
/// A step is announced in the journal, its records are changed in one write, then the step is marked done. What is found
/// announced but not done after a crash is taken back. Not safe for concurrent calls: the memory's write lock is held.
/// The journal holds ids and states, never content, so that forgetting a memory need not search it.
/// </remarks>
internal sealed class SweepJournal(IMemoryIndex index)
{
    /// <summary>Applies one step.</summary>
    public async Task ApplyAsync(Guid sweepId, int number, DateTimeOffset at, IReadOnlyList<RecordChange> changes, CancellationToken cancellationToken)
    {
        var entry = new SweepEntry
        {
            Key = EntryKey(sweepId, number),
            SweepId = sweepId.ToString(),
            Index = number,
            Status = (int)SweepStatus.Pending,
            At = at.UtcTicks,
            Changes = JsonSerializer.Serialize(changes),
        };
        await index.PutEntriesAsync([entry], cancellationToken).ConfigureAwait(false);
        await MoveAsync(changes.ToDictionary(c => c.Id, c => c.After), cancellationToken).ConfigureAwait(false);
        entry.Status = (int)SweepStatus.Done;
        await index.PutEntriesAsync([entry], cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Gives a time for a new sweep after that of every other, also when the clock was set back: sweeps are undone in reverse.</summary>
    public async Task<DateTimeOffset> AfterAllAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var ticks = now.UtcTicks;
        var ahead = await index.GetEntriesAsync(e => e.At >= ticks && e.SweepId != "", cancellationToken).ConfigureAwait(false);
        return ahead.Count == 0 ? now : new DateTimeOffset(ahead.Max(e => e.At) + 1, TimeSpan.Zero);
    }

    /// <summary>Takes back what a crash left half done, and finishes undoing what was being undone.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var (pending, undoing) = ((int)SweepStatus.Pending, (int)SweepStatus.Undoing);
        var open = await index.GetEntriesAsync(e => e.Status == pending || e.Status == undoing, cancellationToken).ConfigureAwait(false);
        await RestoreAsync(open, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a sweep back.</summary>
    /// <returns>The number of records restored.</returns>
    public async Task<int> UndoAsync(Guid sweepId, DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var id = sweepId.ToString();
        var entries = await index.GetEntriesAsync(e => e.SweepId == id, cancellationToken).ConfigureAwait(false);
        if (entries.Count == 0)
        {
            throw new InvalidOperationException($"The sweep '{sweepId}' is unknown; it was never made, is undone already, or its undo window has ended.");
        }

        if (entries[0].At < notBefore.UtcTicks)
        {
            throw new InvalidOperationException($"The sweep '{sweepId}' of {new DateTime(entries[0].At, DateTimeKind.Utc).ToString("u", CultureInfo.InvariantCulture)} can no longer be undone; its undo window has ended.");
        }

        await ThrowIfLaterSweepAsync(sweepId, entries, cancellationToken).ConfigureAwait(false);
        foreach (var entry in entries)
        {
            entry.Status = (int)SweepStatus.Undoing;
        }

        await index.PutEntriesAsync(entries, cancellationToken).ConfigureAwait(false);
        return await RestoreAsync(entries, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Lets the bytes go that sweeps freed which can no longer be undone, and drops their journal.</summary>
    /// <remarks>Can be repeated at any point: what was let go is passed over, and an entry goes last.</remarks>
    public async Task PruneAsync(DateTimeOffset notBefore, CancellationToken cancellationToken)
    {
        var (limit, done) = (notBefore.UtcTicks, (int)SweepStatus.Done);
        foreach (var entry in await index.GetEntriesAsync(e => e.At < limit && e.Status == done, cancellationToken).ConfigureAwait(false))
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ReleaseAsync([.. Read(entry)], cancellationToken).ConfigureAwait(false);
            await index.DeleteEntriesAsync([entry.Key], cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Plans how the journal looks without some memories.</summary>
    /// <param name="gone">The memories.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The steps that change and, apart, those of which nothing is left; nothing is stored.</returns>
    public async Task<(IReadOnlyList<SweepEntry> Changed, IReadOnlyList<SweepEntry> Emptied)> WithoutAsync(IReadOnlySet<Guid> gone, CancellationToken cancellationToken)
    {
        var (changed, emptied) = (new List<SweepEntry>(), new List<SweepEntry>());
        foreach (var entry in await index.GetEntriesAsync(e => e.SweepId != "", cancellationToken).ConfigureAwait(false))
        {
            RecordChange[] left = [.. Read(entry).Where(c => !gone.Contains(c.Id)).Select(c => c with { Before = Without(c.Before, gone), After = Without(c.After, gone) })];
            var json = JsonSerializer.Serialize(left);
            if (json == entry.Changes)
            {
                continue;
            }

            entry.Changes = json;
            (left.Length == 0 ? emptied : changed).Add(entry);
        }

        emptied.AddRange(await new DropJournal(index).NamingAsync(gone, cancellationToken).ConfigureAwait(false));
        return (changed, emptied);
    }

    private static Standing Without(Standing standing, IReadOnlySet<Guid> gone)
    {
        var members = standing.Members.Where(m => !gone.Contains(Guid.Parse(m))).ToArray();
        return standing.GistId.Length > 0 && gone.Contains(Guid.Parse(standing.GistId))
            ? new Standing(MemoryState.Active, "", [])
            : standing with { Members = members.Length > 1 ? members : [] };
    }

    /// <summary>Reads the memories that a sweep changed.</summary>
    public async Task<IReadOnlyCollection<Guid>> TouchedAsync(Guid sweepId, CancellationToken cancellationToken)
    {
        var id = sweepId.ToString();
        return [.. (await index.GetEntriesAsync(e => e.SweepId == id, cancellationToken).ConfigureAwait(false)).SelectMany(Read).Select(c => c.Id).Distinct()];
    }

    /// <summary>Reads the memories whose activations go when their sweep can no longer be undone.</summary>
    public async Task<HashSet<Guid>> TrimmedAsync(CancellationToken cancellationToken)
    {
        var done = (int)SweepStatus.Done;
        var entries = await index.GetEntriesAsync(e => e.Status == done, cancellationToken).ConfigureAwait(false);
        return [.. entries.SelectMany(Read).Where(IsTrim).Select(c => c.Id)];
    }

    /// <summary>Lets go by how the records stand now: what came back to ordinary recall meanwhile keeps everything.</summary>
    private async Task ReleaseAsync(List<RecordChange> changes, CancellationToken cancellationToken)
    {
        var trimmed = changes.Where(IsTrim).Select(c => c.Id).ToHashSet();
        var records = await index.GetAsync([.. changes.Select(c => c.Id)], cancellationToken).ConfigureAwait(false);
        await RemoveDroppedAsync([.. records.Where(r => r.State == (int)MemoryState.Dropped).Select(r => r.Key)], cancellationToken).ConfigureAwait(false);
        MemoryRecord[] members = [.. records.Where(r => r.State == (int)MemoryState.BehindGist)];
        Guid[] coarse = [.. records.Where(r => r.State == (int)MemoryState.Cold || (r.State == (int)MemoryState.Active && trimmed.Contains(r.Key))).Select(r => r.Key)];
        foreach (var member in members)
        {
            // The gist carries them too; a member that comes back gets its own again.
            member.Words = "";
        }

        if (members.Length > 0)
        {
            await index.UpdateAsync(members, cancellationToken).ConfigureAwait(false);
            await index.ReleaseAsync([.. members.Select(m => m.Key)], vectors: true, cancellationToken).ConfigureAwait(false);
        }

        if (coarse.Length > 0)
        {
            await index.ReleaseAsync(coarse, vectors: false, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RemoveDroppedAsync(Guid[] dropped, CancellationToken cancellationToken)
    {
        if (dropped.Length == 0)
        {
            return;
        }

        var changed = await GistLinks.ReleaseAsync(index, dropped, cancellationToken).ConfigureAwait(false);
        if (changed.Count > 0)
        {
            await index.UpdateAsync(changed, cancellationToken).ConfigureAwait(false);
        }

        await index.DeleteAsync(dropped, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A change that moves nothing lets only the activation go.</summary>
    private static bool IsTrim(RecordChange change) =>
        change.Before.State == MemoryState.Active && change.After.State == MemoryState.Active && change.Before.GistId == change.After.GistId && change.Before.Members.SequenceEqual(change.After.Members);

    private async Task ThrowIfLaterSweepAsync(Guid sweepId, IReadOnlyList<SweepEntry> entries, CancellationToken cancellationToken)
    {
        var touched = entries.SelectMany(Read).Select(c => c.Id).ToHashSet();
        var (at, id) = (entries[0].At, sweepId.ToString());
        var later = await index.GetEntriesAsync(e => e.At >= at && e.SweepId != id && e.SweepId != "", cancellationToken).ConfigureAwait(false);
        if (later.FirstOrDefault(e => Read(e).Any(c => touched.Contains(c.Id))) is { } blocking)
        {
            throw new InvalidOperationException($"The later sweep '{blocking.SweepId}' changed the same memories; undo that one first.");
        }
    }

    private async Task<int> RestoreAsync(IReadOnlyList<SweepEntry> entries, CancellationToken cancellationToken)
    {
        var before = new Dictionary<Guid, Standing>();
        foreach (var change in entries.OrderByDescending(e => e.At).ThenByDescending(e => e.Index).SelectMany(Read))
        {
            before[change.Id] = change.Before;
        }

        var restored = await MoveAsync(before, cancellationToken).ConfigureAwait(false);
        await index.DeleteEntriesAsync([.. entries.Select(e => e.Key)], cancellationToken).ConfigureAwait(false);
        return restored;
    }

    /// <summary>Moves records in one write; records that were forgotten meanwhile stay forgotten.</summary>
    private async Task<int> MoveAsync(Dictionary<Guid, Standing> standings, CancellationToken cancellationToken)
    {
        if (standings.Count == 0)
        {
            return 0;
        }

        var records = (await index.GetAsync(standings.Keys, cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Key);
        foreach (var (id, record) in records)
        {
            Forgotten(standings[id], records, standings.Keys).ApplyTo(record);
        }

        await GistWords.RebuildAsync(index, [.. records.Values], cancellationToken).ConfigureAwait(false);
        await index.UpdateAsync([.. records.Values], cancellationToken).ConfigureAwait(false);
        return records.Count;
    }

    /// <summary>Takes records that no longer exist out of a standing: a gist forgotten meanwhile stands for nobody.</summary>
    private static Standing Forgotten(Standing standing, Dictionary<Guid, MemoryRecord> existing, IReadOnlyCollection<Guid> known)
    {
        bool IsGone(string id) => Guid.Parse(id) is var key && known.Contains(key) && !existing.ContainsKey(key);
        var members = standing.Members.Where(m => !IsGone(m)).ToArray();
        return standing.State == MemoryState.BehindGist && IsGone(standing.GistId)
            ? new Standing(MemoryState.Active, "", [])
            : standing with { Members = members.Length > 1 ? members : [] };
    }

    private static IEnumerable<RecordChange> Read(SweepEntry entry) => JsonSerializer.Deserialize<RecordChange[]>(entry.Changes)!;

    private static Guid EntryKey(Guid sweepId, int number)
    {
        var bytes = sweepId.ToByteArray();
        BitConverter.TryWriteBytes(bytes.AsSpan(12), BitConverter.ToInt32(bytes, 12) ^ number);
        return new Guid(bytes);
    }
}
