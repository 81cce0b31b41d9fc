using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Records;

/// <summary>Decides what of a batch is new, what is there already, and what is bound to what.</summary>
/// <remarks>Made for one batch; touches no store.</remarks>
/// <param name="known">What is there already, and becomes more with the batch.</param>
/// <param name="unchangeable">What of it the caller may not bind to anything.</param>
/// <param name="echoes">The records that only repeat what was recalled, and whether the caller may be told of what.</param>
/// <param name="results">Where the results go.</param>
internal sealed class RememberBatch(
    Dictionary<Sameness, MemoryRecord> known, IReadOnlySet<Guid> unchangeable, IReadOnlyDictionary<MemoryRecord, (Guid Id, bool IsTold)> echoes, RememberResult[] results)
{
    private readonly HashSet<Guid> _freshKeys = [];
    private readonly List<(int Unit, MemoryRecord Record)> _bindings = [];
    private readonly HashSet<int> _failed = [];
    private readonly List<(int Position, Guid Kept, string Source, DropReason Reason)> _drops = [];
    private int _units;

    /// <summary>Gets what is to be embedded and stored.</summary>
    public List<(int Position, int Unit, MemoryRecord Record)> Fresh { get; } = [];

    /// <summary>Gets the new records that are out of sight until they are bound.</summary>
    public IReadOnlyList<MemoryRecord> Bound => [.. Fresh.Select(f => f.Record).Where(r => r.EpisodeId is not null)];

    /// <summary>Gets the records of whole episodes as they are to be stored, once the errors of storing are reported.</summary>
    public IReadOnlyList<MemoryRecord> Bindings => [.. _bindings.Where(b => !_failed.Contains(b.Unit)).Select(b => b.Record)];

    /// <summary>Gets what is not stored because it is there already, once the errors of storing are reported.</summary>
    public IEnumerable<(Guid Kept, string Source, DropReason Reason)> Drops =>
        _drops.Where(d => results[d.Position].Outcome == RememberOutcome.Duplicate || d.Reason == DropReason.RecalledBefore).Select(d => (d.Kept, d.Source, d.Reason));

    public bool IsEmpty => Fresh.Count == 0 && _bindings.Count == 0;

    public void Add(RememberUnit unit)
    {
        _units++;
        if (unit.IsEpisode)
        {
            AddEpisode(unit);
            return;
        }

        var (position, record) = unit.Parts[0];
        if (known.TryGetValue(Sameness.Of(record), out var same))
        {
            Drop(position, record, same);
        }
        else if (echoes.TryGetValue(record, out var echo))
        {
            DropEcho(position, record, echo);
        }
        else
        {
            Take(position, record);
        }
    }

    /// <summary>Writes down what became of the new records.</summary>
    /// <returns>The parts that were stored although their episode failed.</returns>
    public IReadOnlyList<Guid> Report(IReadOnlyList<Exception?> errors)
    {
        var reasons = new Dictionary<int, string>();
        for (var i = 0; i < Fresh.Count; i++)
        {
            if (errors[i] is { } error)
            {
                var (_, unit, record) = Fresh[i];
                reasons.TryAdd(unit, record.EpisodeId is null ? error.Message : $"The episode was not remembered; part {record.Part + 1}: {error.Message}");
                _failed.Add(unit);
            }
        }

        var failed = new Dictionary<Guid, string>();
        foreach (var (position, unit, record) in Fresh)
        {
            if (reasons.TryGetValue(unit, out var reason))
            {
                failed.Add(record.Key, reason);
                results[position] = new RememberResult(RememberOutcome.Rejected, null, reason);
            }
            else
            {
                results[position] = new RememberResult(RememberOutcome.Stored, record.Key, null) { EpisodeId = EpisodeOf(record.EpisodeId) };
            }
        }

        // A repetition of something that could not be embedded within the same batch is no duplicate of anything.
        for (var i = 0; failed.Count > 0 && i < results.Length; i++)
        {
            if (results[i] is { Outcome: RememberOutcome.Duplicate, Id: { } id } && failed.TryGetValue(id, out var reason))
            {
                results[i] = new RememberResult(RememberOutcome.Rejected, null, reason);
            }
        }

        return [.. Fresh.Where((f, i) => errors[i] is null && _failed.Contains(f.Unit)).Select(f => f.Record.Key)];
    }

    private void AddEpisode(RememberUnit unit)
    {
        var own = new Dictionary<Sameness, MemoryRecord>();
        var (fresh, adopted) = (new List<(int Position, MemoryRecord Record)>(), new List<MemoryRecord>());
        foreach (var (position, record) in unit.Parts)
        {
            var sameness = Sameness.Of(record);
            if (own.TryGetValue(sameness, out var repeated))
            {
                Drop(position, record, repeated);
            }
            else if (known.TryGetValue(sameness, out var same))
            {
                if (_freshKeys.Contains(same.Key))
                {
                    unit.RejectAll(results, "A part of the episode is also given elsewhere in this call; give each content of one time once.");
                    return;
                }

                if (same.EpisodeId is null && unchangeable.Contains(same.Key))
                {
                    unit.RejectAll(results, "A part of the episode is a memory that may not be changed, and so not be bound to the others.");
                    return;
                }

                adopted.Add(same);
                own.Add(sameness, same);
                Drop(position, record, same);
            }
            else if (echoes.TryGetValue(record, out var echo))
            {
                DropEcho(position, record, echo);
            }
            else
            {
                fresh.Add((position, record));
                own.Add(sameness, record);
            }
        }

        string[] episodes = [.. adopted.Select(r => r.EpisodeId).OfType<string>().Distinct()];
        if (episodes.Length > 1)
        {
            unit.RejectAll(results, "Parts of the episode belong to different episodes already; a memory is part of one.");
            return;
        }

        Bind([.. own.Values], fresh, adopted, episodes.SingleOrDefault());
    }

    /// <summary>Gives the parts one episode; one of which parts are there already grows by the others.</summary>
    private void Bind(IReadOnlyList<MemoryRecord> parts, List<(int Position, MemoryRecord Record)> fresh, List<MemoryRecord> adopted, string? existing)
    {
        if (parts.Count > 1)
        {
            var episode = existing ?? MemoryIdentity.CreateEpisodeId([.. parts.Select(p => p.Key)]).ToString();
            var next = existing is null ? 0 : adopted.Max(r => r.Part) + RememberUnit.MaximumParts;
            foreach (var part in parts.Where(p => p.EpisodeId is null))
            {
                (part.EpisodeId, part.Part) = (episode, next++);
                _bindings.Add((_units, part));
            }
        }

        foreach (var (position, record) in fresh)
        {
            Take(position, record);
            if (record.EpisodeId is not null)
            {
                record.State = (int)MemoryState.Unbound;
            }
        }
    }

    private void Take(int position, MemoryRecord record)
    {
        known.Add(Sameness.Of(record), record);
        _freshKeys.Add(record.Key);
        Fresh.Add((position, _units, record));
    }

    private void Drop(int position, MemoryRecord record, MemoryRecord kept)
    {
        results[position] = new RememberResult(RememberOutcome.Duplicate, kept.Key, null) { EpisodeId = EpisodeOf(kept.EpisodeId) };
        _drops.Add((position, kept.Key, record.Source, DropReason.SameContent));
    }

    private void DropEcho(int position, MemoryRecord record, (Guid Id, bool IsTold) echo)
    {
        results[position] = echo.IsTold
            ? new RememberResult(RememberOutcome.Duplicate, echo.Id, null)
            : new RememberResult(RememberOutcome.Rejected, null, "It repeats what was recalled before; what was recalled is not stored again as new evidence.");
        _drops.Add((position, echo.Id, record.Source, DropReason.RecalledBefore));
    }

    private static Guid? EpisodeOf(string? episode) => episode is null ? null : Guid.Parse(episode);
}
