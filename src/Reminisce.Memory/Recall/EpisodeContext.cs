using System.Linq.Expressions;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Lets a memory lend relevance to those of the same episode: an answer stands right after its question.</summary>
/// <remarks>
/// An episode is what came from one source with short pauses: the turns of a conversation, the screenshots of one task.
/// (Paper: the episodic buffer binds what belongs together.)
/// </remarks>
internal sealed class EpisodeContext(IMemoryIndex index, RecallWeights weights)
{
    /// <summary>So many before and after one are its context.</summary>
    public const int Reach = 2;

    /// <summary>Only the best lend: what matches little has no context worth showing.</summary>
    private const int Lenders = 20;

    /// <summary>A longer pause ends an episode.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMinutes(10);

    /// <summary>Adds support to the evidence, and evidence for neighbours that had none.</summary>
    public async Task SupportAsync(Dictionary<Guid, Evidence> found, Expression<Func<MemoryRecord, bool>> filter, CancellationToken cancellationToken)
    {
        var lenders = found.Values.Where(e => e.Relevance > 0).OrderByDescending(e => e.Relevance).ThenBy(e => e.Record.Key).Take(Lenders).ToArray();
        foreach (var lender in lenders)
        {
            Lend(lender, found, await NeighboursAsync(lender.Record, filter, later: false, cancellationToken).ConfigureAwait(false));
            Lend(lender, found, await NeighboursAsync(lender.Record, filter, later: true, cancellationToken).ConfigureAwait(false));
        }
    }

    private void Lend(Evidence lender, Dictionary<Guid, Evidence> found, IReadOnlyList<MemoryRecord> neighbours)
    {
        for (var i = 0; i < neighbours.Count; i++)
        {
            if (neighbours[i].EpisodeId is { } episode && episode == lender.Record.EpisodeId)
            {
                continue;
            }

            Evidence.For(found, neighbours[i]).Borrow(lender, weights.Neighbour * lender.Relevance / (i + 1));
        }
    }

    private async Task<IReadOnlyList<MemoryRecord>> NeighboursAsync(MemoryRecord record, Expression<Func<MemoryRecord, bool>> filter, bool later, CancellationToken cancellationToken)
    {
        var (source, at) = (record.Source, record.OccurredAt);
        var end = later ? at + Pause.Ticks : at - Pause.Ticks;
        var beside = later
            ? MemoryFilters.And(filter, r => r.OccurredAt > at && r.OccurredAt <= end && r.Source == source)
            : MemoryFilters.And(filter, r => r.OccurredAt < at && r.OccurredAt >= end && r.Source == source);
        return await index.WhereAsync(beside, Reach, newestFirst: !later, cancellationToken).ConfigureAwait(false);
    }
}
