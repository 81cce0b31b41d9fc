using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Makes one answer of the parts of an episode: a word in the note and the meaning of the picture speak for both.</summary>
/// <remarks>(Paper: the episodic buffer binds words and pictures.)</remarks>
internal sealed class EpisodeBinding(IMemoryIndex index)
{
    /// <summary>Names what is recalled as one: the episode, or the memory of its own.</summary>
    public static string UnitOf(MemoryRecord record) => record.EpisodeId ?? record.Key.ToString();

    /// <summary>Leaves one piece of evidence for each episode, that of its best part, which takes in the others.</summary>
    public static void Bind(Dictionary<Guid, Evidence> found)
    {
        foreach (var episode in found.Values.Where(e => e.Record.EpisodeId is not null).GroupBy(e => e.Record.EpisodeId).Where(g => g.Count() > 1).ToArray())
        {
            var best = episode.OrderByDescending(e => e.Coverage).ThenByDescending(e => e.Outstanding).ThenBy(e => e.Record.Part).ThenBy(e => e.Record.Key).First();
            foreach (var part in episode.Where(e => e != best))
            {
                best.Absorb(part);
                found.Remove(part.Record.Key);
            }
        }
    }

    /// <summary>Shows all parts of the episodes among the answers, faded ones too, as far as they may be shown.</summary>
    public async Task<IReadOnlyList<RecalledMemory>> WithPartsAsync(IReadOnlyList<RecalledMemory> answers, RecallRequest request, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var episodes = answers.Select(a => a.Item.EpisodeId?.ToString()).OfType<string>().ToList();
        if (episodes.Count == 0)
        {
            return answers;
        }

        var filter = MemoryFilters.And(MemoryFilters.Shown(request.Scope, request.LeastTrusted), r => episodes.Contains(r.EpisodeId!));
        var records = await index.WhereAsync(filter, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var parts = records.OrderBy(r => r.Part).ThenBy(r => r.OccurredAt).ThenBy(r => r.Key).ToLookup(r => Guid.Parse(r.EpisodeId!), r => MemoryMapper.ToItem(r, now));
        return [.. answers.Select(a => a.Item.EpisodeId is { } id && parts[id].Skip(1).Any() ? a with { Parts = [.. parts[id]] } : a)];
    }
}
