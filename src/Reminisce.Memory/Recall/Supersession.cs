using System.Linq.Expressions;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Recall;

/// <summary>Shows what took the place of an older memory instead of that, where both may be shown.</summary>
internal sealed class Supersession(IMemoryIndex index)
{
    /// <summary>Only what could be shown is worth looking for something newer.</summary>
    private const int Considered = 50;

    /// <summary>A chain of corrections is followed so far; it cannot be a circle, because the older exists before the newer.</summary>
    private const int MaximumChain = 16;

    public async Task ReplaceAsync(Dictionary<Guid, Evidence> found, Expression<Func<MemoryRecord, bool>> filter, CancellationToken cancellationToken)
    {
        var older = found.Values.Where(e => e.Answers || e.Relevance > 0).OrderByDescending(e => e.Answers).ThenByDescending(e => e.Relevance).Take(Considered).ToArray();
        for (var i = 0; older.Length > 0 && i < MaximumChain; i++)
        {
            var ids = older.Select(e => e.Record.Key.ToString()).ToList();
            var newer = await index.WhereAsync(MemoryFilters.And(filter, r => ids.Contains(r.Supersedes!)), int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
            var replaced = new List<Evidence>();
            foreach (var record in newer)
            {
                var evidence = Evidence.For(found, record);
                evidence.TakeThePlaceOf(older.First(e => e.Record.Key.ToString() == record.Supersedes));
                replaced.Add(evidence);
            }

            foreach (var record in newer)
            {
                found.Remove(Guid.Parse(record.Supersedes!));
            }

            older = [.. replaced];
        }
    }
}
