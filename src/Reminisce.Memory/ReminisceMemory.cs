using Reminisce.Memory.Erasing;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Media;
using Reminisce.Memory.Permissions;
using Reminisce.Memory.Recall;
using Reminisce.Memory.Records;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory;

/// <summary>The memory over a local vector store.</summary>
/// <remarks>
/// Safe for concurrent calls: writes wait for each other, reads for nobody. Opened on the first call; a sweep that a crash
/// interrupted is taken back then. Content reaches no log. Owns nothing it was given but the index it made.
/// </remarks>
public sealed partial class ReminisceMemory : IMemory, IMemoryMaintenance, IDropLog
{
    private const int BatchSize = 64;

    /// <summary>What is asked for goes through here; for an agent, through its permissions.</summary>
    private readonly IMemoryIndex _index;

    /// <summary>Everything there is: only for what keeps links, journal and files consistent.</summary>
    private readonly IMemoryIndex _whole;

    /// <summary>The permissions, or <see langword="null"/> for the owner.</summary>
    private readonly PermittedIndex? _access;
    private readonly IMemoryIndex _sweepable;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _undoWindow;
    private readonly Thumbnails _thumbnails;
    private readonly Rememberer _rememberer;
    private readonly RecallGuard _guard;
    private readonly Recaller _recaller;
    private readonly SweepJournal _journal;
    private readonly DropJournal _drops;
    private readonly Sweeper _sweeper;
    private readonly ForgetPreviews _previews;
    private readonly ForgetPreviews _erasures;
    private readonly Eraser _eraser;
    private readonly WriteGate _gate;
    private readonly TimePhraseParser _parser;
    private readonly RecallWeights _weights;
    private int _isDisposed;

    internal ReminisceMemory(IMemoryIndex index, MemoryOptions options, TimeProvider clock, RecallWeights? weights = null, IPictureReader? pictures = null)
    {
        if (options.ThumbnailSide is < 0 or > MemoryOptions.LargestThumbnail)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.ThumbnailSide, $"The side of a thumbnail must be 0 (none) to {MemoryOptions.LargestThumbnail} pixels.");
        }

        if (options.UndoWindow < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.UndoWindow, "The undo window must not be negative.");
        }

        _index = _whole = _sweepable = index;
        _clock = clock;
        _undoWindow = options.UndoWindow;
        _weights = weights ?? RecallWeights.Default;
        _parser = TimePhraseParser.Of(options, clock);
        _guard = new RecallGuard();
        _drops = new DropJournal(index);
        _thumbnails = new Thumbnails(index, pictures ?? PictureReader.Default, options.ThumbnailSide);
        _rememberer = new Rememberer(index, index, null, new InputPreparer(index, _parser, clock), _guard, _drops, _thumbnails, clock);
        _recaller = new Recaller(index, _parser, _guard, clock, _weights);
        _journal = new SweepJournal(index);
        _sweeper = new Sweeper(index, _journal, clock);
        _previews = new ForgetPreviews(clock);
        _erasures = new ForgetPreviews(clock);
        _eraser = new Eraser(index, _journal, clock);
        _gate = new WriteGate(async cancellationToken =>
        {
            await _journal.RecoverAsync(cancellationToken).ConfigureAwait(false);
            await _eraser.RecoverAsync(cancellationToken).ConfigureAwait(false);
            await _rememberer.RecoverAsync(cancellationToken).ConfigureAwait(false);
        });
    }

    /// <summary>Makes the memory of an agent over that of its owner: the same records, gate, journal and guard, through its permissions.</summary>
    private ReminisceMemory(ReminisceMemory owner, AgentPermissions permissions)
    {
        var rules = new PermissionRules(permissions);
        _index = _access = new PermittedIndex(owner._index, rules);
        _sweepable = new PermittedIndex(owner._sweepable, rules, forSweeps: true);
        (_whole, _clock, _undoWindow, _weights, _parser) = (owner._whole, owner._clock, owner._undoWindow, owner._weights, owner._parser);
        (_guard, _journal, _drops, _eraser, _gate, _thumbnails) = (owner._guard, owner._journal, owner._drops, owner._eraser, owner._gate, owner._thumbnails);
        _rememberer = new Rememberer(_index, _whole, _access, new InputPreparer(_index, _parser, _clock), _guard, _drops, _thumbnails, _clock);
        _recaller = new Recaller(_index, _parser, _guard, _clock, _weights);
        _sweeper = new Sweeper(_sweepable, _journal, _clock);
        _previews = new ForgetPreviews(_clock);
        _erasures = new ForgetPreviews(_clock);
    }

    /// <inheritdoc/>
    public IMemory ForAgent(AgentPermissions permissions)
    {
        ArgumentNullException.ThrowIfNull(permissions);
        return new ReminisceMemory(this, permissions);
    }

    /// <inheritdoc/>
    public async Task<RecallResult> RecallAsync(RecallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Query, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Scope, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Top, 1, nameof(request));
        if (request.Hour is { } hour && hour is < 0 or > 23)
        {
            throw new ArgumentOutOfRangeException(nameof(request), hour, "The hour of day must be 0 to 23.");
        }

        if (!request.Media.IsEmpty && string.IsNullOrWhiteSpace(request.MediaType))
        {
            throw new ArgumentException("The picture to search by has no media type; give one such as 'image/png'.", nameof(request));
        }

        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        return await _recaller.RecallAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemoryItem>> TimelineAsync(TimeWindow window, MemoryScope? scope = null, int top = 100, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(window);
        ArgumentOutOfRangeException.ThrowIfLessThan(top, 1);
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var filter = MemoryFilters.Visible(scope ?? MemoryScope.Default, MemoryState.Active, TrustTier.Web, window, null);
        return Show(await _index.WhereAsync(filter, top, newestFirst: false, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<MemoryItem>> GetAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(ids);
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        return Show(await ReadAsync(ids, scope, cancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public async Task<ReadOnlyMemory<byte>?> GetThumbnailAsync(Guid id, MemoryScope? scope = null, CancellationToken cancellationToken = default)
    {
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var records = await ReadAsync([id], scope, cancellationToken).ConfigureAwait(false);
        return records is [{ Modality: (int)Modality.Picture } record] && await _thumbnails.GetAsync(record, cancellationToken).ConfigureAwait(false) is { } jpeg
            ? jpeg
            : default(ReadOnlyMemory<byte>?);
    }

    /// <inheritdoc/>
    public async Task<MemoryStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var all = await _index.WhereAsync(static r => r.OccurredAt >= 0, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var active = all.Count(r => r.State == (int)MemoryState.Active && !r.Suppressed);
        var cost = await _index.GetCostAsync(cancellationToken).ConfigureAwait(false);
        return new MemoryStatistics(active, all.Count - active, cost.Coarse, cost.VectorBytes, cost.ActivationBytes, cost.TotalBytes) { Tiers = await TiersAsync(all, cancellationToken).ConfigureAwait(false) };
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DroppedDuplicate>> GetDropsAsync(MemoryScope? scope = null, CancellationToken cancellationToken = default)
    {
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var drops = await _drops.ReadAsync(cancellationToken).ConfigureAwait(false);
        var kept = await _index.GetAsync([.. drops.Select(d => d.KeptId).Distinct()], cancellationToken).ConfigureAwait(false);
        var shown = kept.Where(r => scope is null || MemoryMapper.ScopeOf(r) == scope).Select(r => r.Key).ToHashSet();
        return [.. drops.Where(d => shown.Contains(d.KeptId))];
    }

    /// <summary>Closes the memory; that of an agent leaves its owner's open.</summary>
    /// <returns>A task that ends when the writes under way have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (_access is not null || Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _gate.CloseAsync().ConfigureAwait(false);
        _gate.Dispose();
        await _index.DisposeAsync().ConfigureAwait(false);
    }

    private MemoryItem[] Show(IEnumerable<MemoryRecord> records)
    {
        var now = _clock.GetUtcNow();
        return [.. records.Select(r => MemoryMapper.ToItem(r, now))];
    }

    /// <summary>Reads the records of a scope in the order asked for, each once.</summary>
    private async Task<IReadOnlyList<MemoryRecord>> ReadAsync(IReadOnlyCollection<Guid> ids, MemoryScope? scope, CancellationToken cancellationToken)
    {
        var wanted = scope ?? MemoryScope.Default;
        var found = (await _index.GetAsync(ids, cancellationToken).ConfigureAwait(false))
            .Where(r => MemoryMapper.ScopeOf(r) == wanted).ToDictionary(r => r.Key);
        return [.. ids.Distinct().Where(found.ContainsKey).Select(id => found[id])];
    }

    private async Task EnsureRecoveredAsync(CancellationToken cancellationToken)
    {
        if (!_gate.IsRecovered)
        {
            await WriteAsync(() => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
    }

    private Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken) => _gate.WriteAsync(write, cancellationToken);

    /// <summary>Refuses what an agent has no right to do with some memories.</summary>
    private Task DemandAsync(IReadOnlyCollection<Guid> ids, AccessRights right, CancellationToken cancellationToken) =>
        _access?.DemandAsync(ids, right, cancellationToken) ?? Task.CompletedTask;
}
