using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Reads the memories of a scope, plans the sweep and carries it out step by step.</summary>
/// <remarks>Not safe for concurrent calls: the memory's write lock is held.</remarks>
internal sealed class Sweeper(IMemoryIndex index, SweepJournal journal, TimeProvider clock)
{
    public async Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filter = MemoryFilters.Visible(options.Scope, MemoryState.Active, TrustTier.Web, null, null);
        var records = await index.WhereAsync(filter, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var vectors = await index.GetVectorsAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false);
        var plan = SweepPlan.Make([.. records.Select(r => Candidate(r, vectors.GetValueOrDefault(r.Key), options, now))], options);
        var after = records.Count - Removed(plan);
        if (options.DryRun || plan.Count == 0)
        {
            return new SweepReport(null, options.DryRun, records.Count, after, plan);
        }

        var sweepId = Guid.CreateVersion7(now);
        var byId = records.ToDictionary(r => r.Key);
        for (var i = 0; i < plan.Count; i++)
        {
            if (cancellationToken.IsCancellationRequested)
            {
                return Stopped(sweepId, records.Count, [.. plan.Take(i)], cancellationToken);
            }

            await journal.ApplyAsync(sweepId, i, now, ChangesOf(plan[i], byId), CancellationToken.None).ConfigureAwait(false);
        }

        return new SweepReport(sweepId, false, records.Count, after, plan);
    }

    /// <summary>Reports a sweep that was cancelled between steps: what is done stays done and can be undone by its id.</summary>
    private static SweepReport Stopped(Guid sweepId, int before, SweepStep[] done, CancellationToken cancellationToken)
    {
        if (done.Length == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return new SweepReport(sweepId, false, before, before - Removed(done), done);
    }

    private static int Removed(IEnumerable<SweepStep> steps) =>
        steps.Sum(s => s.Action == SweepAction.Compact ? s.Items.Count - 1 : s.Items.Count);

    private static SweepCandidate Candidate(MemoryRecord record, SpaceVector? vector, SweepOptions options, DateTimeOffset now)
    {
        var occurred = MemoryMapper.OccurredAt(record);
        return new SweepCandidate(
            record.Key,
            string.Join('\u001f', record.ScopeApplication, record.ScopeAgent, record.ScopeUser, record.ScopeSession, record.Trust, record.Modality, record.App),
            occurred,
            record.Text,
            record.ContentHash,
            MemoryMapper.StrengthOf(record, now),
            record.Pinned || now - occurred < options.MinimumAge,
            [.. record.Members.Select(Guid.Parse)],
            vector?.Space,
            vector?.Vector ?? default);
    }

    private static List<RecordChange> ChangesOf(SweepStep step, Dictionary<Guid, MemoryRecord> records)
    {
        if (step.Action == SweepAction.Fade)
        {
            return [.. step.Items.Select(id => new RecordChange(id, Standing.Of(records[id]), new Standing(MemoryState.Cold, "", [])))];
        }

        var gist = step.GistId!.Value;
        var members = step.Items.SelectMany(id => records[id].Members.Append(id.ToString())).Distinct().ToArray();
        var changes = new List<RecordChange>();
        foreach (var id in step.Items)
        {
            var after = id == gist ? new Standing(MemoryState.Active, "", members) : new Standing(MemoryState.BehindGist, gist.ToString(), []);
            changes.Add(new RecordChange(id, Standing.Of(records[id]), after));
        }

        return changes;
    }
}
