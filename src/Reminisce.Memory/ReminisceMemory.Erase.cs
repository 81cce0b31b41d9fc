using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory;

public sealed partial class ReminisceMemory
{
    /// <inheritdoc/>
    public async Task<ErasePreview> PreviewEraseAsync(EraseRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Scope, nameof(request));
        if (request is { Ids: null, Window: null, Source: null, App: null, WholeScope: false })
        {
            throw new ArgumentException("Nothing says what to erase; set ids, window, source or app, or WholeScope to erase everything of the scope.", nameof(request));
        }

        if (!_index.CanScrub)
        {
            throw new NotSupportedException("Erasing needs a UsearchVectorStore and a SqliteActivationStore, whose files can be scrubbed; use ForgetAsync, and what your store offers.");
        }

        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var meant = await MeantAsync(request, cancellationToken).ConfigureAwait(false);
        MemoryRecord[] going = [.. meant.Where(r => request.IncludePinned || !r.Pinned)];
        var ids = going.Select(r => r.Key).ToHashSet();
        await DemandAsync(ids, AccessRights.Forget, cancellationToken).ConfigureAwait(false);
        Guid[] changing = [.. (await GistLinks.ReleaseAsync(_whole, ids, cancellationToken).ConfigureAwait(false)).Select(r => r.Key)];
        var rewritten = await _index.GetAsync(changing, cancellationToken).ConfigureAwait(false);
        var (changed, emptied) = await _journal.WithoutAsync(ids, cancellationToken).ConfigureAwait(false);
        var same = await SameContentAsync(going, request.Scope, cancellationToken).ConfigureAwait(false);
        var confirmed = _erasures.Create(going, Show(going));
        return new ErasePreview(
            confirmed.Token,
            confirmed.Items,
            [.. meant.Where(r => !ids.Contains(r.Key)).Select(r => r.Key)],
            [.. rewritten.Select(r => r.Key).Order()],
            [.. same.Where(id => !ids.Contains(id))],
            changed.Count + emptied.Count,
            confirmed.ExpiresAt);
    }

    /// <inheritdoc/>
    public Task<EraseReceipt> EraseAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return WriteAsync(
            async () =>
            {
                var ids = _erasures.Find(token);
                var records = await _index.GetAsync(ids, cancellationToken).ConfigureAwait(false);
                _erasures.Redeem(token, records);
                await DemandAsync(ids, AccessRights.Forget, cancellationToken).ConfigureAwait(false);
                _guard.Forget(ids);
                cancellationToken.ThrowIfCancellationRequested();
                var (rewritten, steps) = await _eraser.EraseAsync(ids, CancellationToken.None).ConfigureAwait(false);
                var scrubbed = await _whole.ScrubAsync(CancellationToken.None).ConfigureAwait(false);
                return new EraseReceipt { ErasedAt = scrubbed.ScrubbedAt, Memories = ids.Length, Rewritten = rewritten, JournalSteps = steps, Files = scrubbed.Files };
            },
            cancellationToken);
    }

    /// <summary>Reads the memories that a request means, pinned or not, oldest first.</summary>
    private async Task<IReadOnlyList<MemoryRecord>> MeantAsync(EraseRequest request, CancellationToken cancellationToken)
    {
        var filter = MemoryFilters.Of(request.Scope);
        if (request.Window is { } window)
        {
            var (start, end) = (window.Start.UtcTicks, window.End.UtcTicks);
            filter = MemoryFilters.And(filter, r => r.OccurredAt >= start && r.OccurredAt < end);
        }

        if (request.Source is { } source)
        {
            filter = MemoryFilters.And(filter, r => r.Source == source);
        }

        if (request.App is { } app)
        {
            filter = MemoryFilters.And(filter, r => r.App == app);
        }

        var found = request.Ids is { } ids
            ? (await _index.GetAsync(ids, cancellationToken).ConfigureAwait(false)).Where(filter.Compile())
            : await _index.WhereAsync(filter, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var meant = found.ToDictionary(r => r.Key);
        if (request.IncludeMembers)
        {
            Guid[] members = [.. meant.Values.SelectMany(r => r.Members).Distinct().Select(Guid.Parse).Where(id => !meant.ContainsKey(id))];
            foreach (var member in await _index.GetAsync(members, cancellationToken).ConfigureAwait(false))
            {
                meant.Add(member.Key, member);
            }
        }

        return [.. meant.Values.OrderBy(r => r.OccurredAt).ThenBy(r => r.Key)];
    }

    private async Task<IEnumerable<Guid>> SameContentAsync(MemoryRecord[] records, MemoryScope scope, CancellationToken cancellationToken)
    {
        var found = new List<Guid>();
        foreach (var hashes in records.Select(r => r.ContentHash).Distinct().Chunk(500))
        {
            var filter = MemoryFilters.And(MemoryFilters.Of(scope), r => hashes.Contains(r.ContentHash));
            found.AddRange((await _index.WhereAsync(filter, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false)).Select(r => r.Key));
        }

        return found;
    }
}
