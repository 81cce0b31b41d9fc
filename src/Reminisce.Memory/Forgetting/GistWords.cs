using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>Keeps the words of a gist's members findable through the gist.</summary>
internal static class GistWords
{
    /// <summary>Sets the words of records anew: their own, and for a gist also the distinct lines of its members.</summary>
    /// <param name="index">Where members not among the records are read.</param>
    /// <param name="records">The records, changed in place, not stored.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    public static async Task RebuildAsync(IMemoryIndex index, IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var known = records.ToDictionary(r => r.Key.ToString());
        Guid[] missing = [.. records.SelectMany(r => r.Members).Where(m => !known.ContainsKey(m)).Distinct().Select(Guid.Parse)];
        if (missing.Length > 0)
        {
            foreach (var member in await index.GetAsync(missing, cancellationToken).ConfigureAwait(false))
            {
                known[member.Key.ToString()] = member;
            }
        }

        foreach (var record in records)
        {
            var members = record.Members.Where(known.ContainsKey).Select(m => known[m]).Prepend(record);
            record.Words = string.Join('\n', members.SelectMany(m => MemoryMapper.WordsOf(m).Split('\n')).Distinct(StringComparer.Ordinal));
        }
    }
}
