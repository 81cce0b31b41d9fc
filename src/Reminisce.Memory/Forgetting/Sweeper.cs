using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Reads the memories of a scope, plans the sweep and carries it out step by step.</summary>
/// <remarks>Not safe for concurrent calls: the memory's write lock is held.</remarks>
internal sealed class Sweeper(IMemoryIndex index, SweepJournal journal, TimeProvider clock)
{
    private const int MovedTogether = 64;

    public async Task<SweepReport> SweepAsync(SweepOptions options, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var filter = MemoryFilters.Visible(options.Scope, MemoryState.Active, TrustTier.Web, null, null);
        var records = await index.WhereAsync(filter, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var bytes = await BytesAsync(records, cancellationToken).ConfigureAwait(false);
        var vectors = await index.GetVectorsAsync([.. records.Select(r => r.Key)], finish: false, cancellationToken).ConfigureAwait(false);
        var candidates = WithEpisodes(records, WithInterference([.. records.Select(r => Candidate(r, vectors.GetValueOrDefault(r.Key), bytes[r.Key], options, now))]));
        var faded = await FadedAsync(options, cancellationToken).ConfigureAwait(false);
        var plan = SweepPlan.Make(
            await ComparableAsync(candidates, options, cancellationToken).ConfigureAwait(false), options, index.GetCalibration, now, [.. faded.Select(r => Candidate(r, null, default, options, now))]);
        if (options.DryRun || plan.Count == 0)
        {
            return Report(null, options.DryRun, bytes, plan);
        }

        var at = await journal.AfterAllAsync(now, cancellationToken).ConfigureAwait(false);
        var sweepId = Guid.CreateVersion7(at);
        var byId = records.Concat(faded).ToDictionary(r => r.Key);
        var done = 0;
        foreach (var batch in Batches(plan))
        {
            if (cancellationToken.IsCancellationRequested)
            {
                break;
            }

            // A batch that has begun is carried out whole.
            await journal.ApplyAsync(sweepId, done, at, [.. batch.SelectMany(s => ChangesOf(s, byId))], CancellationToken.None).ConfigureAwait(false);
            done += batch.Count;
        }

        if (done == 0)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        // When it was cancelled, what is done stays done and can be undone by the id.
        return Report(sweepId, false, bytes, [.. plan.Take(done)]);
    }

    /// <summary>Joins steps of one kind that are journaled together: each costs three durable writes.</summary>
    private static IEnumerable<List<SweepStep>> Batches(IEnumerable<SweepStep> plan)
    {
        var batch = new List<SweepStep>();
        foreach (var step in plan)
        {
            if (batch.Count > 0 && (batch[0].Action != step.Action || batch.Sum(s => s.Items.Count) + step.Items.Count > MovedTogether))
            {
                yield return batch;
                batch = [];
            }

            batch.Add(step);
        }

        if (batch.Count > 0)
        {
            yield return batch;
        }
    }

    private static List<SweepCandidate> WithInterference(IReadOnlyList<SweepCandidate> candidates)
    {
        var interference = new Interference(candidates);
        return [.. candidates.Select(c => interference.Of(c) is var score && score > 0 ? c with { Interference = score, Strength = StrengthModel.Crowded(c.Strength, score) } : c)];
    }

    /// <summary>Lets the parts of an episode live and fade together: a use of one is a use of all, and what keeps one keeps all.</summary>
    private static List<SweepCandidate> WithEpisodes(IReadOnlyList<MemoryRecord> records, List<SweepCandidate> candidates)
    {
        var episodes = records.Zip(candidates).Where(p => p.First.EpisodeId is not null).GroupBy(p => p.First.EpisodeId!, p => p.Second)
            .ToDictionary(g => g.Key, g => (Strength: g.Max(c => c.Strength), IsProtected: g.Any(c => c.IsProtected)));
        return episodes.Count == 0
            ? candidates
            : [.. records.Zip(candidates, (r, c) => r.EpisodeId is { } id ? c with { Strength = episodes[id].Strength, IsProtected = episodes[id].IsProtected } : c)];
    }

    private async Task<IReadOnlyList<MemoryRecord>> FadedAsync(SweepOptions options, CancellationToken cancellationToken) => options.DropAfter is null
        ? []
        : await index.WhereAsync(MemoryFilters.Visible(options.Scope, MemoryState.Cold, TrustTier.Web, null, null), int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);

    /// <summary>Finishes those that say the same in words: in memory only, for this comparison.</summary>
    private async Task<IReadOnlyList<SweepCandidate>> ComparableAsync(List<SweepCandidate> candidates, SweepOptions options, CancellationToken cancellationToken)
    {
        var alike = NearDuplicateClusters.FindAlikeInWords(candidates, options.DuplicateWindow);
        if (alike.Count == 0)
        {
            return candidates;
        }

        var finished = await index.GetVectorsAsync([.. alike], finish: true, cancellationToken).ConfigureAwait(false);
        return candidates.ConvertAll(c => alike.Contains(c.Id) && finished.TryGetValue(c.Id, out var vector) ? c with { Space = vector.Space, Vector = vector.Vector } : c);
    }

    private async Task<Dictionary<Guid, MemoryBytes>> BytesAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var sizes = await index.GetSizesAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false);
        var trimmed = await journal.TrimmedAsync(cancellationToken).ConfigureAwait(false);
        return records.ToDictionary(r => r.Key, r =>
        {
            var bytes = MemoryBytes.Of(r, sizes.GetValueOrDefault(r.Key));
            return trimmed.Contains(r.Key) ? bytes with { Activation = 0 } : bytes;
        });
    }

    private static SweepReport Report(Guid? id, bool dryRun, Dictionary<Guid, MemoryBytes> bytes, IReadOnlyList<SweepStep> steps)
    {
        var before = bytes.Values.Sum(b => b.Total);
        return new SweepReport(id, dryRun, bytes.Count, bytes.Count - steps.Sum(Removed), steps)
        {
            BytesBefore = before,
            BytesAfter = before - steps.Sum(s => SweepPlan.Freed(s, bytes)),
        };
    }

    private static int Removed(SweepStep step) => step.Action switch
    {
        SweepAction.Compact => step.Items.Count - 1,
        SweepAction.Fade => step.Items.Count,
        _ => 0,
    };

    /// <summary>Names what must be equal for two memories to be merged.</summary>
    public static string GroupOf(MemoryRecord record) =>
        string.Join('\u001f', record.ScopeApplication, record.ScopeAgent, record.ScopeUser, record.ScopeSession, record.Trust, record.Modality, record.App);

    private static SweepCandidate Candidate(MemoryRecord record, SpaceVector? vector, MemoryBytes bytes, SweepOptions options, DateTimeOffset now)
    {
        var occurred = MemoryMapper.OccurredAt(record);
        return new SweepCandidate(
            record.Key,
            GroupOf(record),
            occurred,
            record.Text,
            record.ContentHash,
            MemoryMapper.StrengthOf(record, now, vector?.IsFull ?? false),
            record.Pinned || now - occurred < options.MinimumAge,
            [.. record.Members.Select(Guid.Parse)],
            vector?.Space,
            vector?.Vector ?? default,
            bytes,
            [.. record.People.Select(p => $"person {p}"), .. record.Tags.Select(t => $"tag {t}"), .. string.IsNullOrEmpty(record.Place) ? (string[])[] : [$"place {record.Place}"]],
            MemoryMapper.LastUseOf(record),
            record.Source);
    }

    private static List<RecordChange> ChangesOf(SweepStep step, Dictionary<Guid, MemoryRecord> records)
    {
        if (step.Action is SweepAction.Fade or SweepAction.Drop)
        {
            var state = step.Action == SweepAction.Fade ? MemoryState.Cold : MemoryState.Dropped;
            return [.. step.Items.Select(id => new RecordChange(id, Standing.Of(records[id]), new Standing(state, "", [])))];
        }

        if (step.Action == SweepAction.Trim)
        {
            return [.. step.Items.Select(id => new RecordChange(id, Standing.Of(records[id]), Standing.Of(records[id])))];
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
