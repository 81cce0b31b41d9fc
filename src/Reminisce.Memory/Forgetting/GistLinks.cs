using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Puts gists, and what took the place of others, right when memories go away.</summary>
internal static class GistLinks
{
    private const int Chunk = 500;

    /// <summary>Takes memories out of what stands for, or behind, them.</summary>
    /// <remarks>
    /// A gist loses the words of those that go. What stood directly behind one that goes comes back into recall, and stands for
    /// what stood behind it in turn; no gist further up speaks for these any more.
    /// </remarks>
    /// <param name="index">Where linked memories are looked for.</param>
    /// <param name="removed">The memories that go.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The memories that stay and change, as they are to be stored; nothing is stored here.</returns>
    public static async Task<IReadOnlyList<MemoryRecord>> ReleaseAsync(IMemoryIndex index, IReadOnlyCollection<Guid> removed, CancellationToken cancellationToken)
    {
        var gone = removed.Select(id => id.ToString()).ToHashSet(StringComparer.Ordinal);
        var linked = new Dictionary<string, MemoryRecord>(StringComparer.Ordinal);
        await AddLinkedAsync(index, gone, gone, linked, cancellationToken).ConfigureAwait(false);
        string[] released = [.. linked.Where(l => gone.Contains(l.Value.GistId)).Select(l => l.Key)];

        // Whose head each one now stands behind, from the top down.
        var heads = released.ToDictionary(key => key, key => key, StringComparer.Ordinal);
        for (var level = released; level.Length > 0;)
        {
            await AddLinkedAsync(index, level, gone, linked, cancellationToken).ConfigureAwait(false);
            level = [.. linked.Where(l => !heads.ContainsKey(l.Key) && level.Contains(l.Value.GistId)).Select(l => l.Key)];
            foreach (var key in level)
            {
                heads.Add(key, heads[linked[key].GistId]);
            }
        }

        foreach (var (key, record) in linked)
        {
            record.Supersedes = record.Supersedes is { } older && gone.Contains(older) ? null : record.Supersedes;
            var isHead = heads.GetValueOrDefault(key) == key;
            string[] members = isHead
                ? [key, .. heads.Where(h => h.Value == key && h.Key != key).Select(h => h.Key).Order(StringComparer.Ordinal)]
                : [.. record.Members.Where(m => !gone.Contains(m) && !heads.ContainsKey(m))];
            members = members.Length > 1 ? members : [];
            (isHead ? new Standing(MemoryState.Active, "", members) : Standing.Of(record) with { Members = members }).ApplyTo(record);
        }

        MemoryRecord[] changed = [.. linked.Values];
        await GistWords.RebuildAsync(index, changed, cancellationToken).ConfigureAwait(false);
        return changed;
    }

    /// <summary>Finds what stands behind or for some memories.</summary>
    private static async Task AddLinkedAsync(
        IMemoryIndex index, IEnumerable<string> keys, HashSet<string> gone, Dictionary<string, MemoryRecord> linked, CancellationToken cancellationToken)
    {
        foreach (var chunk in keys.Chunk(Chunk))
        {
            var some = chunk.ToList();
            var found = await index.WhereAsync(
                r => some.Contains(r.GistId) || some.Contains(r.Supersedes!) || r.Members.Any(m => some.Contains(m)), int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
            foreach (var record in found.Where(r => !gone.Contains(r.Key.ToString())))
            {
                linked.TryAdd(record.Key.ToString(), record);
            }
        }
    }
}
