using Reminisce.Memory.Media;
using Reminisce.Memory.Permissions;
using Reminisce.Memory.Recall;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Records;

/// <summary>Stores a batch of inputs: checks, finds what is there already, embeds, and binds episodes.</summary>
/// <remarks>
/// Not safe for concurrent calls: the memory's write lock is held. The parts of an episode are stored out of everybody's sight and
/// come into sight in one write; what a crash left out of sight is removed.
/// </remarks>
/// <param name="index">What the caller may see and store.</param>
/// <param name="whole">Everything there is, for the journal and for binding what was just stored.</param>
/// <param name="access">The permissions of an agent, or <see langword="null"/> for the owner.</param>
/// <param name="preparer">Checks inputs.</param>
/// <param name="guard">Knows what was recalled.</param>
/// <param name="drops">Where what is there already is written down.</param>
/// <param name="thumbnails">Where small copies of pictures go.</param>
/// <param name="clock">The clock.</param>
internal sealed class Rememberer(
    IMemoryIndex index, IMemoryIndex whole, PermittedIndex? access, InputPreparer preparer, RecallGuard guard, DropJournal drops, Thumbnails thumbnails, TimeProvider clock)
{
    /// <summary>Remembers a batch and fills in the results.</summary>
    /// <param name="inputs">All inputs of the call.</param>
    /// <param name="units">What is remembered together, by position.</param>
    /// <param name="results">Where the results go, by position.</param>
    /// <param name="cancellationToken">Cancels before anything is stored.</param>
    public async Task RememberAsync(IReadOnlyList<MemoryInput> inputs, IReadOnlyList<int[]> units, RememberResult[] results, CancellationToken cancellationToken)
    {
        var prepared = Prepare(inputs, units, results);
        MemoryRecord[] all = [.. prepared.SelectMany(u => u.Parts).Select(p => p.Record)];
        var known = await KnownAsync(all, cancellationToken).ConfigureAwait(false);
        var older = await OlderAsync(all, cancellationToken).ConfigureAwait(false);
        var echoes = await EchoesAsync(all, cancellationToken).ConfigureAwait(false);
        var batch = new RememberBatch(known, await FixedAsync(known.Values, cancellationToken).ConfigureAwait(false), echoes, results);
        foreach (var unit in prepared)
        {
            if (Reject(unit, older) is { } reason)
            {
                unit.RejectAll(results, reason);
            }
            else
            {
                batch.Add(unit);
            }
        }

        // What is begun is ended: a cancellation between storing and binding would only make work for the recovery.
        cancellationToken.ThrowIfCancellationRequested();
        if (!batch.IsEmpty)
        {
            await StoreAsync(batch, cancellationToken).ConfigureAwait(false);
        }

        var now = clock.GetUtcNow();
        await drops.NoteAsync([.. batch.Drops.Select(d => new DroppedDuplicate(d.Kept, now, d.Source, d.Reason))], CancellationToken.None).ConfigureAwait(false);

        // Derived, and therefore last: a crash before this loses nothing that cannot be made again.
        await thumbnails.AddAsync([.. batch.Fresh.Where(f => results[f.Position].Outcome == RememberOutcome.Stored).Select(f => (f.Record.Key, inputs[f.Position]))], CancellationToken.None).ConfigureAwait(false);
    }

    private async Task StoreAsync(RememberBatch batch, CancellationToken cancellationToken)
    {
        var intent = batch.Bound.Count == 0 ? null : Intent.Create(SweepStatus.Binding, [.. batch.Bound.Select(r => r.Key)], clock.GetUtcNow());
        if (intent is not null)
        {
            await whole.PutEntriesAsync([intent], cancellationToken).ConfigureAwait(false);
        }

        var errors = batch.Fresh.Count == 0 ? [] : await index.AddAsync(batch.Fresh.ConvertAll(f => f.Record), cancellationToken).ConfigureAwait(false);
        var halves = batch.Report(errors);
        var bindings = batch.Bindings;
        if (intent is not null || bindings.Count > 0)
        {
            await BindAsync(intent, bindings, halves, CancellationToken.None).ConfigureAwait(false);
        }
    }

    /// <summary>Removes the parts of episodes that a crash kept from being bound.</summary>
    public async Task RecoverAsync(CancellationToken cancellationToken)
    {
        var binding = (int)SweepStatus.Binding;
        foreach (var intent in await whole.GetEntriesAsync(e => e.Status == binding, cancellationToken).ConfigureAwait(false))
        {
            var records = await whole.GetAsync(Intent.IdsOf(intent), cancellationToken).ConfigureAwait(false);
            Guid[] halves = [.. records.Where(r => r.State == (int)MemoryState.Unbound).Select(r => r.Key)];
            await BindAsync(intent, [], halves, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task BindAsync(SweepEntry? intent, IReadOnlyList<MemoryRecord> bound, IReadOnlyList<Guid> halves, CancellationToken cancellationToken)
    {
        if (halves.Count > 0)
        {
            await whole.DeleteAsync(halves, cancellationToken).ConfigureAwait(false);
        }

        if (bound.Count > 0)
        {
            foreach (var record in bound.Where(r => r.State == (int)MemoryState.Unbound))
            {
                record.State = (int)MemoryState.Active;
            }

            await whole.UpdateAsync(bound, cancellationToken).ConfigureAwait(false);
        }

        if (intent is not null)
        {
            await whole.DeleteEntriesAsync([intent.Key], cancellationToken).ConfigureAwait(false);
        }
    }

    private List<RememberUnit> Prepare(IReadOnlyList<MemoryInput> inputs, IReadOnlyList<int[]> units, RememberResult[] results)
    {
        var prepared = new List<RememberUnit>(units.Count);
        foreach (var positions in units)
        {
            var parts = new List<(int Position, MemoryRecord Record)>(positions.Length);
            var refused = default(string);
            for (var i = 0; i < positions.Length && refused is null; i++)
            {
                if (preparer.Prepare(inputs[positions[i]], out var reason) is { } record)
                {
                    parts.Add((positions[i], record));
                }
                else
                {
                    refused = positions.Length == 1 ? reason : $"The episode was not remembered; part {i + 1} of {positions.Length}: {reason}";
                }
            }

            if (refused is not null)
            {
                Array.ForEach(positions, p => results[p] = new RememberResult(RememberOutcome.Rejected, null, refused));
            }
            else
            {
                prepared.Add(new RememberUnit(parts));
            }
        }

        return prepared;
    }

    private static string? Reject(RememberUnit unit, Dictionary<string, MemoryRecord> older)
    {
        if (unit.Parts.Count > RememberUnit.MaximumParts)
        {
            return $"The episode has {unit.Parts.Count} parts; at most {RememberUnit.MaximumParts} are recalled as one, split it.";
        }

        if (unit.Parts.Select(p => MemoryMapper.ScopeOf(p.Record)).Distinct().Count() > 1)
        {
            return "The parts of the episode are of different scopes; an episode belongs to one.";
        }

        foreach (var (_, record) in unit.Parts.Where(p => p.Record.Supersedes is not null))
        {
            if (!older.TryGetValue(record.Supersedes!, out var old) || MemoryMapper.ScopeOf(old) != MemoryMapper.ScopeOf(record))
            {
                return $"The memory '{record.Supersedes}' whose place it should take does not exist in its scope.";
            }

            if (record.Trust > old.Trust)
            {
                return $"It is of the tier {(TrustTier)record.Trust} and cannot take the place of a memory of the more trusted tier {(TrustTier)old.Trust}.";
            }
        }

        return null;
    }

    private async Task<Dictionary<string, MemoryRecord>> OlderAsync(MemoryRecord[] records, CancellationToken cancellationToken)
    {
        Guid[] ids = [.. records.Select(r => r.Supersedes).OfType<string>().Distinct().Select(Guid.Parse)];
        var found = await index.GetAsync(ids, cancellationToken).ConfigureAwait(false);
        var within = await FixedAsync(found, cancellationToken).ConfigureAwait(false);
        return found.Where(r => !within.Contains(r.Key)).ToDictionary(r => r.Key.ToString());
    }

    /// <summary>Finds which memories the caller may see but not write to.</summary>
    private async Task<IReadOnlySet<Guid>> FixedAsync(IEnumerable<MemoryRecord> records, CancellationToken cancellationToken)
    {
        Guid[] keys = access is null ? [] : [.. records.Select(r => r.Key)];
        return keys.Length == 0 ? new HashSet<Guid>() : keys.Except(await access!.WithinAsync(keys, AccessRights.Write, cancellationToken).ConfigureAwait(false)).ToHashSet();
    }

    /// <summary>Finds which records repeat what was recalled; an agent is not told the id of a memory that it may not read.</summary>
    private async Task<IReadOnlyDictionary<MemoryRecord, (Guid Id, bool IsTold)>> EchoesAsync(MemoryRecord[] records, CancellationToken cancellationToken)
    {
        var echoes = records.Select(r => (Record: r, Id: guard.EchoOf(r))).Where(e => e.Id is not null).ToArray();
        var told = access is null || echoes.Length == 0 ? null : (await access.GetAsync([.. echoes.Select(e => e.Id!.Value)], cancellationToken).ConfigureAwait(false)).Select(r => r.Key).ToHashSet();
        return echoes.ToDictionary(e => e.Record, e => (e.Id!.Value, told is null || told.Contains(e.Id.Value)));
    }

    /// <summary>Finds what is stored already: the same content of the same time, scope and trust, whatever its source.</summary>
    private async Task<Dictionary<Sameness, MemoryRecord>> KnownAsync(MemoryRecord[] records, CancellationToken cancellationToken)
    {
        var known = new Dictionary<Sameness, MemoryRecord>();
        if (records.Length == 0)
        {
            return known;
        }

        var hashes = records.Select(r => r.ContentHash).Distinct().ToArray();
        foreach (var record in await index.WhereAsync(r => hashes.Contains(r.ContentHash), int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false))
        {
            known.TryAdd(Sameness.Of(record), record);
        }

        return known;
    }
}
