using System.Linq.Expressions;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Reminisce.Memory.Storage;
using Reminisce.Memory.Time;
using Reminisce.VectorData;

namespace Reminisce.Memory.Permissions;

/// <summary>The index as one agent may use it: whatever is asked for goes through its permissions here, below every call of the memory.</summary>
/// <remarks>
/// Safe for concurrent calls. Filters of reading join the filter inside the search. A gist with members that may not be read
/// is shown as what may be: without their ids, and not found by their words.
/// </remarks>
/// <param name="inner">The index; not disposed here.</param>
/// <param name="rules">The permissions.</param>
/// <param name="forSweeps">Whether only what may be forgotten, and wholly so, is there at all.</param>
internal sealed class PermittedIndex(IMemoryIndex inner, PermissionRules rules, bool forSweeps = false) : IMemoryIndex
{
    private readonly Expression<Func<MemoryRecord, bool>>? _readable = Readable(rules, forSweeps);

    public string EncoderFingerprint => inner.EncoderFingerprint;

    public bool CanScrub => inner.CanScrub;

    public bool CanEncode(AIContent content) => inner.CanEncode(content);

    public bool CanRestore(string space, int length) => inner.CanRestore(space, length);

    public async Task<IReadOnlyList<Exception?>> AddAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var errors = new Exception?[records.Count];
        var taken = (await inner.GetAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Key);
        var allowed = new List<int>(records.Count);
        for (var i = 0; i < records.Count; i++)
        {
            errors[i] = FaultOf(records[i], taken);
            if (errors[i] is null)
            {
                allowed.Add(i);
            }
        }

        var added = allowed.Count == 0 ? [] : await inner.AddAsync(allowed.ConvertAll(i => records[i]), cancellationToken).ConfigureAwait(false);
        for (var i = 0; i < allowed.Count; i++)
        {
            errors[allowed[i]] = added[i];
        }

        return errors;
    }

    public async Task RestoreAsync(IReadOnlyList<KeyValuePair<MemoryRecord, SpaceVector>> records, CancellationToken cancellationToken)
    {
        await DemandNewAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false);
        await inner.RestoreAsync(records, cancellationToken).ConfigureAwait(false);
    }

    public async Task UpdateAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var stored = (await inner.GetAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Key);
        var shown = (await ShowAsync([.. stored.Values.Select(Copy)], cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Key);
        foreach (var record in records.Where(r => stored.ContainsKey(r.Key)))
        {
            if (!shown.TryGetValue(record.Key, out var before))
            {
                throw Refusal(AccessRights.Read);
            }

            var (links, words) = (record.Members, record.Words);
            if (record.GistId != before.GistId || !links.SequenceEqual(before.Members) || words != before.Words)
            {
                throw new MemoryAccessException($"The agent '{rules.Agent}' may not change what stands for what.");
            }

            // What was kept from the agent is not lost by its change.
            (record.Members, record.Words, record.Supersedes) = (stored[record.Key].Members, stored[record.Key].Words, stored[record.Key].Supersedes);
            MemoryMapper.SetSpan(record);
            Demand(before, record);
        }

        await inner.UpdateAsync(records, cancellationToken).ConfigureAwait(false);
    }

    public async Task DeleteAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken)
    {
        await DemandAsync(keys, AccessRights.Forget, cancellationToken).ConfigureAwait(false);
        await inner.DeleteAsync(keys, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<MemoryRecord>> GetAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        await ShowAsync(await inner.GetAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task<IReadOnlyList<MemoryRecord>> WhereAsync(Expression<Func<MemoryRecord, bool>> filter, int top, bool newestFirst, CancellationToken cancellationToken) =>
        _readable is null
            ? []
            : await ShowAsync(await inner.WhereAsync(MemoryFilters.And(filter, _readable), top, newestFirst, cancellationToken).ConfigureAwait(false), cancellationToken, filter).ConfigureAwait(false);

    public async Task<IReadOnlyList<MeaningHit>> SearchMeaningAsync(AIContent query, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        if (_readable is null)
        {
            return [];
        }

        var hits = await inner.SearchMeaningAsync(query, MemoryFilters.And(filter, _readable), top, cancellationToken).ConfigureAwait(false);
        var shown = (await ShowAsync([.. hits.Select(h => h.Record)], cancellationToken, filter).ConfigureAwait(false)).ToDictionary(r => r.Key);
        return [.. hits.Where(h => shown.ContainsKey(h.Record.Key)).Select(h => h with { Record = shown[h.Record.Key] })];
    }

    public async Task<IReadOnlyList<WordHit>> SearchWordAsync(string forms, Expression<Func<MemoryRecord, bool>> filter, int top, CancellationToken cancellationToken)
    {
        if (_readable is null)
        {
            return [];
        }

        var hits = await inner.SearchWordAsync(forms, MemoryFilters.And(filter, _readable), top, cancellationToken).ConfigureAwait(false);
        var words = hits.ToDictionary(h => h.Record.Key, h => h.Record.Words);
        var shown = (await ShowAsync([.. hits.Select(h => h.Record)], cancellationToken, filter).ConfigureAwait(false)).ToDictionary(r => r.Key);
        return
        [
            .. hits.Where(h => shown.TryGetValue(h.Record.Key, out var record) && (record.Words == words[record.Key] || Holds(record.Words, forms)))
                .Select(h => h with { Record = shown[h.Record.Key] }),
        ];
    }

    public async Task<IReadOnlyDictionary<Guid, SpaceVector>> GetVectorsAsync(IReadOnlyCollection<Guid> keys, bool finish, CancellationToken cancellationToken) =>
        await inner.GetVectorsAsync(await ReadableAsync(keys, cancellationToken).ConfigureAwait(false), finish, cancellationToken).ConfigureAwait(false);

    public ScoreCalibration GetCalibration(string space) => inner.GetCalibration(space);

    public async Task<IReadOnlyDictionary<Guid, EncodedSize>> GetSizesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        await inner.GetSizesAsync(await ReadableAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    public async Task ReleaseAsync(IReadOnlyCollection<Guid> keys, bool vectors, CancellationToken cancellationToken)
    {
        await DemandAsync(keys, AccessRights.Forget, cancellationToken).ConfigureAwait(false);
        await inner.ReleaseAsync(keys, vectors, cancellationToken).ConfigureAwait(false);
    }

    public async Task PutThumbnailsAsync(IReadOnlyList<ThumbnailRecord> thumbnails, CancellationToken cancellationToken)
    {
        await DemandAsync([.. thumbnails.Select(t => t.Key)], AccessRights.Write, cancellationToken).ConfigureAwait(false);
        await inner.PutThumbnailsAsync(thumbnails, cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<ThumbnailRecord>> GetThumbnailsAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        await inner.GetThumbnailsAsync(await ReadableAsync(keys, cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);

    /// <summary>The cost of what may be read; files are shared and tell of others.</summary>
    public async Task<StoreCost> GetCostAsync(CancellationToken cancellationToken)
    {
        var records = await WhereAsync(static r => r.OccurredAt >= 0, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        Guid[] keys = [.. records.Select(r => r.Key)];
        var sizes = await inner.GetSizesAsync(keys, cancellationToken).ConfigureAwait(false);
        var vectors = await inner.GetVectorsAsync(keys, finish: false, cancellationToken).ConfigureAwait(false);
        var bytes = records.Select(r => MemoryBytes.Of(r, sizes.GetValueOrDefault(r.Key))).ToArray();
        return new StoreCost(vectors.Values.Count(v => !v.IsFull), bytes.Sum(b => b.Vector), bytes.Sum(b => b.Activation), bytes.Sum(b => b.Total));
    }

    public Task PutEntriesAsync(IReadOnlyList<SweepEntry> entries, CancellationToken cancellationToken) => throw NoJournal();

    public Task<IReadOnlyList<SweepEntry>> GetEntriesAsync(Expression<Func<SweepEntry, bool>> filter, CancellationToken cancellationToken) => throw NoJournal();

    public Task DeleteEntriesAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) => throw NoJournal();

    public Task<UsearchScrubReceipt> ScrubAsync(CancellationToken cancellationToken) => throw new MemoryAccessException($"The agent '{rules.Agent}' may not scrub files.");

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Refuses when one of the memories is not within a right; ids that do not exist are passed over.</summary>
    public async Task DemandAsync(IReadOnlyCollection<Guid> keys, AccessRights right, CancellationToken cancellationToken)
    {
        if (inner is PermittedIndex wider)
        {
            await wider.DemandAsync(keys, right, cancellationToken).ConfigureAwait(false);
        }

        foreach (var record in await inner.GetAsync(keys, cancellationToken).ConfigureAwait(false))
        {
            if (!rules.Allows(record, AccessRights.Read) || !rules.Allows(record, right))
            {
                throw Refusal(right);
            }
        }
    }

    /// <summary>Finds which of the memories are within a right.</summary>
    public async Task<IReadOnlyCollection<Guid>> WithinAsync(IReadOnlyCollection<Guid> keys, AccessRights right, CancellationToken cancellationToken)
    {
        var records = await inner.GetAsync(inner is PermittedIndex wider ? await wider.WithinAsync(keys, right, cancellationToken).ConfigureAwait(false) : keys, cancellationToken).ConfigureAwait(false);
        return [.. records.Where(r => rules.Allows(r, AccessRights.Read) && rules.Allows(r, right)).Select(r => r.Key)];
    }

    /// <summary>Refuses when one of the records may not be stored.</summary>
    public async Task DemandNewAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        if (inner is PermittedIndex wider)
        {
            await wider.DemandNewAsync(records, cancellationToken).ConfigureAwait(false);
        }

        var taken = (await inner.GetAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false)).ToDictionary(r => r.Key);
        if (records.Select(r => FaultOf(r, taken)).FirstOrDefault(e => e is not null) is { } fault)
        {
            throw fault;
        }
    }

    private static Expression<Func<MemoryRecord, bool>>? Readable(PermissionRules rules, bool forSweeps)
    {
        var readable = rules.Filter(AccessRights.Read);
        return !forSweeps || readable is null ? readable
            : rules.Filter(AccessRights.Forget) is { } forgettable ? MemoryFilters.And(readable, forgettable) : null;
    }

    private bool IsReadable(MemoryRecord record) => rules.Allows(record, AccessRights.Read) && (!forSweeps || rules.Allows(record, AccessRights.Forget));

    private MemoryAccessException? FaultOf(MemoryRecord record, Dictionary<Guid, MemoryRecord> taken) =>
        !rules.AllowsNew(record) ? new MemoryAccessException($"The agent '{rules.Agent}' may not remember this: no grant to write covers its scope, source, kind, time and trust.")
        : taken.TryGetValue(record.Key, out var existing) && !(rules.Allows(existing, AccessRights.Read) && rules.AllowsNew(existing))
            ? new MemoryAccessException($"The agent '{rules.Agent}' may not replace a memory that is there.")
            : null;

    /// <summary>Finds which rights a change of a record needs: use is part of reading.</summary>
    private void Demand(MemoryRecord before, MemoryRecord after)
    {
        var isRecalled = before.State == (int)MemoryState.Cold && after.State == (int)MemoryState.Active;
        if ((before.Suppressed != after.Suppressed || (before.State != after.State && !isRecalled)) && !rules.Allows(before, AccessRights.Forget))
        {
            throw Refusal(AccessRights.Forget);
        }

        var same = Copy(after);
        (same.Suppressed, same.State, same.UseCount, same.LastUses) = (before.Suppressed, before.State, before.UseCount, before.LastUses);
        (same.Members, same.Words, same.Supersedes) = (before.Members, before.Words, before.Supersedes);
        (same.SpanFrom, same.SpanTo) = (before.SpanFrom, before.SpanTo);
        if (JsonSerializer.Serialize(same) != JsonSerializer.Serialize(before) && !(rules.Allows(before, AccessRights.Write) && rules.Allows(after, AccessRights.Write)))
        {
            throw Refusal(AccessRights.Write);
        }
    }

    private async Task<IReadOnlyCollection<Guid>> ReadableAsync(IReadOnlyCollection<Guid> keys, CancellationToken cancellationToken) =>
        [.. (await inner.GetAsync(keys, cancellationToken).ConfigureAwait(false)).Where(IsReadable).Select(r => r.Key)];

    /// <summary>Leaves out what may not be read, records and what gists hold of them; a gist must be what was asked for also without that.</summary>
    private async Task<IReadOnlyList<MemoryRecord>> ShowAsync(
        IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken, Expression<Func<MemoryRecord, bool>>? filter = null)
    {
        var shown = records.Where(IsReadable).ToList();
        Guid[] linked = [.. shown.SelectMany(r => r.Members.Append(r.GistId).Append(r.Supersedes ?? "")).Where(m => m.Length > 0).Distinct().Select(Guid.Parse)];
        if (linked.Length == 0)
        {
            return shown;
        }

        var known = (await inner.GetAsync(linked, cancellationToken).ConfigureAwait(false)).Where(IsReadable).ToDictionary(r => r.Key.ToString());
        var mixed = shown.Where(r => r.Members.Exists(m => !known.ContainsKey(m))).ToHashSet();
        if (forSweeps)
        {
            return [.. shown.Where(r => !mixed.Contains(r))];
        }

        foreach (var record in shown)
        {
            record.GistId = known.ContainsKey(record.GistId) ? record.GistId : "";
            record.Supersedes = record.Supersedes is { } older && known.ContainsKey(older) ? older : null;
            if (mixed.Contains(record))
            {
                var members = record.Members.FindAll(known.ContainsKey);
                record.Words = string.Join('\n', members.Where(m => m != record.Key.ToString()).Select(m => known[m]).Prepend(record)
                    .SelectMany(m => MemoryMapper.WordsOf(m).Split('\n')).Distinct(StringComparer.Ordinal));
                record.Members = members.Count > 1 ? members : [];
                MemoryMapper.SetSpan(record);
            }
        }

        if (filter is null || mixed.Count == 0)
        {
            return shown;
        }

        var asked = filter.Compile();
        return shown.FindAll(r => !mixed.Contains(r) || asked(r));
    }

    /// <summary>Tells whether words that may be read hold one of the forms, whatever its ending.</summary>
    private static bool Holds(string words, string forms)
    {
        string[] own = [.. TimeTokenizer.Tokenize(words).Select(t => t.Text)];
        return forms.Split(' ').Any(form => own.Any(word => word.StartsWith(form[..Math.Min(form.Length, Math.Max(3, form.Length - 3))], StringComparison.OrdinalIgnoreCase)));
    }

    private static MemoryRecord Copy(MemoryRecord record) => JsonSerializer.Deserialize<MemoryRecord>(JsonSerializer.Serialize(record))!;

    private MemoryAccessException Refusal(AccessRights right) => new($"The agent '{rules.Agent}' has no right to {right.ToString().ToLowerInvariant()} one of these memories.");

    private MemoryAccessException NoJournal() => new($"The agent '{rules.Agent}' may not read or write the journal.");
}
