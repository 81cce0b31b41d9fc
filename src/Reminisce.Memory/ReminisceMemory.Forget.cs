using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory;

public sealed partial class ReminisceMemory
{
    /// <inheritdoc/>
    public Task ReinforceAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        return ChangeAsync(
            ids,
            scope,
            record =>
            {
                MemoryMapper.AddUse(record, _clock.GetUtcNow());
                if (record.State == (int)MemoryState.Cold)
                {
                    // What is used again is no longer faded.
                    record.State = (int)MemoryState.Active;
                }
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<bool> PinAsync(Guid id, bool pinned = true, MemoryScope? scope = null, CancellationToken cancellationToken = default) =>
        await ChangeAsync([id], scope, record => record.Pinned = pinned, cancellationToken).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public async Task<bool> SuppressAsync(Guid id, bool suppressed = true, MemoryScope? scope = null, CancellationToken cancellationToken = default) =>
        await ChangeAsync([id], scope, record => record.Suppressed = suppressed, cancellationToken).ConfigureAwait(false) > 0;

    /// <inheritdoc/>
    public async Task<ForgetPreview> PreviewForgetAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var records = await ReadAsync(ids, scope, cancellationToken).ConfigureAwait(false);
        await DemandAsync([.. records.Select(r => r.Key)], AccessRights.Forget, cancellationToken).ConfigureAwait(false);
        return _previews.Create(records, Show(records));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<Guid>> ForgetAsync(string token, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        return WriteAsync<IReadOnlyList<Guid>>(
            async () =>
            {
                var ids = _previews.Find(token);
                var records = await _index.GetAsync(ids, cancellationToken).ConfigureAwait(false);
                _previews.Redeem(token, records);
                await DemandAsync(ids, AccessRights.Forget, cancellationToken).ConfigureAwait(false);
                _guard.Forget(ids);
                cancellationToken.ThrowIfCancellationRequested();
                await _eraser.ForgetAsync(ids, CancellationToken.None).ConfigureAwait(false);
                return ids;
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<SweepReport> SweepAsync(SweepOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new SweepOptions();
        ArgumentNullException.ThrowIfNull(options.Scope, nameof(options));
        if (options.MaximumItems < 0 || options.MaximumBytes < 0 || options.MaximumAge < TimeSpan.Zero || double.IsNaN(options.DuplicateSimilarity) || double.IsNaN(options.FadeBelow) || options.DuplicateWindow < TimeSpan.Zero || options.DropAfter < TimeSpan.Zero)
        {
            throw new ArgumentException("The sweep needs maxima and a window of at least 0, and numbers for similarity and strength.", nameof(options));
        }

        return WriteAsync(
            async () =>
            {
                if (!options.DryRun)
                {
                    await _journal.PruneAsync(_clock.GetUtcNow() - _undoWindow, cancellationToken).ConfigureAwait(false);
                    await _drops.PruneAsync(_clock.GetUtcNow() - _undoWindow, cancellationToken).ConfigureAwait(false);
                }

                return await _sweeper.SweepAsync(options, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);
    }

    /// <inheritdoc/>
    public Task<int> UndoAsync(Guid sweepId, CancellationToken cancellationToken = default) =>
        WriteAsync(
            async () =>
            {
                await DemandAsync(await _journal.TouchedAsync(sweepId, cancellationToken).ConfigureAwait(false), AccessRights.Forget, cancellationToken).ConfigureAwait(false);
                return await _journal.UndoAsync(sweepId, _clock.GetUtcNow() - _undoWindow, cancellationToken).ConfigureAwait(false);
            },
            cancellationToken);

    private async Task<IReadOnlyList<MemoryTier>> TiersAsync(IReadOnlyList<MemoryRecord> records, CancellationToken cancellationToken)
    {
        var sizes = await _index.GetSizesAsync([.. records.Select(r => r.Key)], cancellationToken).ConfigureAwait(false);
        return
        [
            .. records.GroupBy(r => r.Suppressed ? "suppressed" : (MemoryState)r.State switch
            {
                MemoryState.BehindGist => "gist members",
                MemoryState.Cold => "cold",
                MemoryState.Dropped => "dropped",
                _ => "active",
            }).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g =>
            {
                var bytes = g.Select(r => MemoryBytes.Of(r, sizes.GetValueOrDefault(r.Key))).ToArray();
                return new MemoryTier(g.Key, bytes.Length, bytes.Sum(b => b.Text + b.Words), bytes.Sum(b => b.Vector), bytes.Sum(b => b.Activation));
            }),
        ];
    }

    private Task<int> ChangeAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope, Action<MemoryRecord> change, CancellationToken cancellationToken) =>
        WriteAsync(
            async () =>
            {
                var records = await ReadAsync(ids, scope, cancellationToken).ConfigureAwait(false);
                foreach (var record in records)
                {
                    change(record);
                }

                if (records.Count > 0)
                {
                    await _index.UpdateAsync(records, cancellationToken).ConfigureAwait(false);
                }

                return records.Count;
            },
            cancellationToken);
}
