using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Auditing;

/// <summary>Finds links that lead nowhere.</summary>
/// <param name="index">Where linked memories outside of the scope are looked up.</param>
/// <param name="records">The memories looked at.</param>
/// <param name="unembedded">Those of them without a vector.</param>
internal sealed class OrphanSearch(IMemoryIndex index, IReadOnlyList<MemoryRecord> records, IReadOnlySet<Guid> unembedded)
{
    public async Task<IReadOnlyList<AuditFinding>> FindAsync(CancellationToken cancellationToken)
    {
        var states = records.ToDictionary(r => r.Key.ToString(), r => (MemoryState)r.State, StringComparer.Ordinal);
        Guid[] elsewhere = [.. records.SelectMany(r => r.Members.Append(r.GistId)).Where(id => id.Length > 0 && !states.ContainsKey(id)).Distinct().Select(Guid.Parse)];
        foreach (var record in await index.GetAsync(elsewhere, cancellationToken).ConfigureAwait(false))
        {
            states.Add(record.Key.ToString(), (MemoryState)record.State);
        }

        return [.. records.SelectMany(r => Faults(r, states).Select(fault => new AuditFinding(AuditFindingKind.Orphan, [r.Key], fault)))];
    }

    private IEnumerable<string> Faults(MemoryRecord record, Dictionary<string, MemoryState> states)
    {
        if (record.State == (int)MemoryState.BehindGist && !states.ContainsKey(record.GistId))
        {
            yield return "The gist that stands for it is not there, so nothing shows it.";
        }

        if (record.Members.Count(m => !states.ContainsKey(m)) is > 0 and var missing)
        {
            yield return $"It stands for {missing} memories that are not there.";
        }

        if (record.State == (int)MemoryState.Active && unembedded.Contains(record.Key))
        {
            yield return "It has no vector, so only its words find it.";
        }

        if (record.MediaReference is { } path && Path.IsPathFullyQualified(path) && !File.Exists(path))
        {
            yield return "The original that it refers to is not there any more.";
        }
    }
}
