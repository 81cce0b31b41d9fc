using Reminisce.Memory.Storage;

namespace Reminisce.Evaluation;

/// <summary>The usual ways to forget: whole memories are deleted in some order. Pinned ones are spared, as the product does.</summary>
internal static class DeletionOrder
{
    private const double HalfLifeDays = 7;

    public static IReadOnlyDictionary<string, IReadOnlyList<Guid>> All(IReadOnlyList<MemoryRecord> records, DateTimeOffset now, int seed)
    {
        var free = records.Where(r => !r.Pinned).OrderBy(r => r.Key).ToArray();
        var random = free.Select(r => r.Key).ToArray();
        new Random(seed).Shuffle(random);
        return new Dictionary<string, IReadOnlyList<Guid>>
        {
            ["random"] = random,
            ["oldest"] = [.. free.OrderBy(r => r.OccurredAt).Select(r => r.Key)],
            ["decay"] = [.. free.OrderBy(r => Retention(r, now)).ThenBy(r => r.OccurredAt).Select(r => r.Key)],
        };
    }

    /// <summary>Halves every week since the last use, from a start that importance and uses raise.</summary>
    private static double Retention(MemoryRecord record, DateTimeOffset now)
    {
        var last = record.LastUses.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(long.Parse).Append(record.OccurredAt).Max();

        // In logarithms, so that months do not become zero.
        return Math.Log2(record.Importance * (1 + record.UseCount)) - (TimeSpan.FromTicks(now.UtcTicks - last).TotalDays / HalfLifeDays);
    }
}
