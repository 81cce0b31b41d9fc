using Reminisce.Memory.Recall;

namespace Reminisce.Memory.Forgetting;

/// <summary>Tells how many memories of the same source stand around one: recall lends them what it finds there, and takes from it.</summary>
/// <remarks>Not changed after it was made; made for one plan.</remarks>
internal sealed class Company
{
    private readonly Dictionary<string, DateTimeOffset[]> _times;

    public Company(IEnumerable<SweepCandidate> memories) => _times = memories.GroupBy(m => m.Source, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.Select(m => m.OccurredAt).Order().ToArray(), StringComparer.Ordinal);

    /// <summary>Counts those before and after a memory of a cluster, at most as many as recall looks at.</summary>
    /// <param name="memory">The memory.</param>
    /// <param name="cluster">What says the same, itself included, which is no company.</param>
    public int Of(SweepCandidate memory, IReadOnlyList<SweepCandidate> cluster)
    {
        var (first, last) = (memory.OccurredAt - EpisodeContext.Pause, memory.OccurredAt + EpisodeContext.Pause);
        var times = _times[memory.Source];
        var around = Before(times, last.AddTicks(1)) - Before(times, first);
        return Math.Min(2 * EpisodeContext.Reach, around - cluster.Count(c => c.Source == memory.Source && c.OccurredAt >= first && c.OccurredAt <= last));
    }

    /// <summary>Counts the times before an instant.</summary>
    private static int Before(DateTimeOffset[] times, DateTimeOffset instant)
    {
        var (low, high) = (0, times.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = times[middle] < instant ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
