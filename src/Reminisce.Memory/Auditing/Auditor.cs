using System.Globalization;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Recall;
using Reminisce.Memory.Rendering;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Auditing;

/// <summary>Looks through all memories for what its owner should know; reads only.</summary>
internal sealed class Auditor(IMemoryIndex index, TimeProvider clock)
{
    private const int PageSize = 1000;

    public async Task<AuditReport> AuditAsync(AuditOptions options, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (records, unembedded) = (new List<MemoryRecord>(), new HashSet<Guid>());
        await foreach (var page in RecordPages.ReadAsync(index, options.Scope, PageSize, cancellationToken).ConfigureAwait(false))
        {
            var sizes = await index.GetSizesAsync([.. page.Select(r => r.Key)], cancellationToken).ConfigureAwait(false);
            unembedded.UnionWith(page.Select(r => r.Key).Where(k => sizes.GetValueOrDefault(k).VectorBytes == 0));
            records.AddRange(page);
        }

        MemoryRecord[] active = [.. records.Where(r => r.State == (int)MemoryState.Active && !r.Suppressed)];
        List<AuditFinding> findings =
        [
            .. ExactDuplicates(active),
            .. NearDuplicates(active, options.DuplicateWindow),
            .. Echoes(records),
            .. Cycles(records),
            .. records.SelectMany(Secrets),
            .. active.Where(r => !r.Pinned).Select(r => (Record: r, Strength: MemoryMapper.StrengthOf(r, now))).Where(s => s.Strength < options.StaleBelow)
                .Select(s => Of(AuditFindingKind.Stale, s.Record, string.Create(CultureInfo.InvariantCulture, $"Its strength is {s.Strength:0.000}; a sweep would let it fade."))),
            .. await new OrphanSearch(index, records, unembedded).FindAsync(cancellationToken).ConfigureAwait(false),
            .. records.Where(r => r.Text.Length > options.OversizedText)
                .Select(r => Of(AuditFindingKind.Oversized, r, string.Create(CultureInfo.InvariantCulture, $"It has {r.Text.Length} characters; split it into memories of their own."))),
            .. active.Where(r => r.UseCount == 0 && now.UtcTicks - r.RecordedAt > options.UnusedFor.Ticks)
                .Select(r => Of(AuditFindingKind.NeverRecalled, r, string.Create(CultureInfo.InvariantCulture, $"Stored {(now.UtcTicks - r.RecordedAt) / TimeSpan.TicksPerDay} days ago and never used."))),
        ];
        var kinds = findings.GroupBy(f => f.Kind).ToDictionary(g => g.Key, g => g.ToArray());
        return new AuditReport(
            now,
            records.Count,
            [.. Enum.GetValues<AuditFindingKind>().Select(kind => kinds.TryGetValue(kind, out var of)
                ? new AuditCount(kind, of.Length, of.SelectMany(f => f.Ids).Distinct().Count())
                : new AuditCount(kind, 0, 0))],
            [.. kinds.OrderBy(k => k.Key).SelectMany(k => k.Value.Take(options.MaximumFindings))]);
    }

    private static IEnumerable<AuditFinding> ExactDuplicates(IEnumerable<MemoryRecord> active) => active
        .GroupBy(r => (r.ContentHash, MemoryMapper.ScopeOf(r)))
        .Where(same => same.Count() > 1)
        .Select(same => new AuditFinding(AuditFindingKind.ExactDuplicate, [.. same.Select(r => r.Key)], $"{same.Count()} memories have exactly the same content."));

    private static IEnumerable<AuditFinding> NearDuplicates(IEnumerable<MemoryRecord> active, TimeSpan window)
    {
        var candidates = active.DistinctBy(r => (r.ContentHash, MemoryMapper.ScopeOf(r))).Select(r => new SweepCandidate(
            r.Key, Sweeper.GroupOf(r), MemoryMapper.OccurredAt(r), r.Text, r.ContentHash, 0, false, [], null, default));
        return NearDuplicateClusters.ClustersAlikeInWords(candidates, window).Select(cluster => new AuditFinding(
            AuditFindingKind.NearDuplicate, [.. cluster.Select(c => c.Id)], $"{cluster.Count} memories say nearly the same in words; a sweep compacts those whose meaning agrees too."));
    }

    /// <summary>Finds renderings that were stored, and what an agent stored that was in the memory before.</summary>
    private static IEnumerable<AuditFinding> Echoes(IEnumerable<MemoryRecord> records)
    {
        var first = new Dictionary<(MemoryScope Scope, string Text), MemoryRecord>();
        foreach (var record in records.OrderBy(r => r.RecordedAt).ThenBy(r => r.Key))
        {
            if (record.Text.Contains($"<{RenderingWords.Mark}", StringComparison.OrdinalIgnoreCase))
            {
                yield return Of(AuditFindingKind.Loop, record, "It holds the marks of recalled memories.");
            }

            var key = (MemoryMapper.ScopeOf(record), RecallGuard.Normalize(record.Text));
            if (record.MediaType is not null || key.Item2.Length == 0 || first.TryAdd(key, record))
            {
                continue;
            }

            var earlier = first[key];
            if (record.Trust == (int)TrustTier.OwnTool && earlier.Source != record.Source)
            {
                yield return new AuditFinding(AuditFindingKind.Loop, [earlier.Key, record.Key], "A tool stored again, as its own, what the memory held before.");
            }
        }
    }

    private static IEnumerable<AuditFinding> Cycles(IReadOnlyList<MemoryRecord> records)
    {
        var behind = records.Where(r => r.GistId.Length > 0).ToDictionary(r => r.Key, r => Guid.Parse(r.GistId));
        var known = new HashSet<Guid>();
        foreach (var start in behind.Keys.Where(k => !known.Contains(k)))
        {
            var path = new List<Guid>();
            var at = start;
            while (known.Add(at) && behind.TryGetValue(at, out var next))
            {
                path.Add(at);
                at = next;
            }

            if (path.IndexOf(at) is >= 0 and var from)
            {
                yield return new AuditFinding(AuditFindingKind.Loop, [.. path.Skip(from)], "These stand for each other, so none of them is shown.");
            }
        }
    }

    private static IEnumerable<AuditFinding> Secrets(MemoryRecord record) => SecretPatterns.Find(record.Text)
        .Select(s => Of(AuditFindingKind.Secret, record, string.Create(CultureInfo.InvariantCulture, $"What begins at character {s.Position + 1} looks like {s.Name}; erase it and change it where it is used.")));

    private static AuditFinding Of(AuditFindingKind kind, MemoryRecord record, string detail) => new(kind, [record.Key], detail);
}
