using System.Linq.Expressions;
using System.Runtime.CompilerServices;

namespace Reminisce.Memory.Storage;

/// <summary>Reads all records in time order, one page after the other, so that memory does not grow with the store.</summary>
internal static class RecordPages
{
    /// <summary>Reads the pages.</summary>
    /// <param name="index">The index; what is written meanwhile may or may not be seen.</param>
    /// <param name="scope">Whose memories, or <see langword="null"/> for everybody's.</param>
    /// <param name="size">How many records make a page; more only where more happened at one instant.</param>
    /// <param name="cancellationToken">Checked before each page.</param>
    public static async IAsyncEnumerable<IReadOnlyList<MemoryRecord>> ReadAsync(
        IMemoryIndex index, MemoryScope? scope, int size, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (from, top) = (0L, size);
        var seen = new HashSet<Guid>();
        while (true)
        {
            var start = from;
            Expression<Func<MemoryRecord, bool>> later = r => r.OccurredAt >= start;
            var filter = scope is null ? later : MemoryFilters.And(MemoryFilters.Of(scope), later);
            var page = await index.WhereAsync(filter, top, newestFirst: false, cancellationToken).ConfigureAwait(false);
            MemoryRecord[] fresh = [.. page.Where(r => !seen.Contains(r.Key))];
            if (fresh.Length > 0)
            {
                yield return fresh;
            }

            if (page.Count < top)
            {
                yield break;
            }

            // The next page begins at the instant this one ended with: what was seen of it is left out, and a page that
            // brings nothing else is asked for larger.
            var last = page[^1].OccurredAt;
            top = last == from && fresh.Length == 0 ? top * 2 : Math.Max(size, top);
            if (last != from)
            {
                seen.Clear();
                top = size;
            }

            seen.UnionWith(page.Where(r => r.OccurredAt == last).Select(r => r.Key));
            from = last;
        }
    }
}
