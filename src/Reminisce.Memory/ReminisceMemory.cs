using Reminisce.Memory.Erasing;
using Reminisce.Memory.Forgetting;
using Reminisce.Memory.Recall;
using Reminisce.Memory.Records;
using Reminisce.Memory.Storage;

namespace Reminisce.Memory;

/// <summary>The memory over a local vector store.</summary>
/// <remarks>
/// Safe for concurrent calls: writes wait for each other, reads for nobody. Opened on the first call; a sweep that a crash
/// interrupted is taken back then. Content reaches no log. Owns nothing it was given but the index it made.
/// </remarks>
public sealed partial class ReminisceMemory : IMemory, IMemoryMaintenance
{
    private const int BatchSize = 64;
    private readonly IMemoryIndex _index;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _undoWindow;
    private readonly InputPreparer _preparer;
    private readonly RecallGuard _guard = new();
    private readonly Recaller _recaller;
    private readonly SweepJournal _journal;
    private readonly Sweeper _sweeper;
    private readonly ForgetPreviews _previews;
    private readonly ForgetPreviews _erasures;
    private readonly Eraser _eraser;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _isRecovered;
    private int _isDisposed;

    internal ReminisceMemory(IMemoryIndex index, MemoryOptions options, TimeProvider clock, RecallWeights? weights = null)
    {
        if (options.UndoWindow < TimeSpan.Zero)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.UndoWindow, "The undo window must not be negative.");
        }

        _index = index;
        _clock = clock;
        _undoWindow = options.UndoWindow;
        var parser = new TimePhraseParser(clock, options.TimeZone, options.WeekStart);
        _preparer = new InputPreparer(index, parser, clock);
        _recaller = new Recaller(index, parser, _guard, clock, weights ?? RecallWeights.Default);
        _journal = new SweepJournal(index);
        _sweeper = new Sweeper(index, _journal, clock);
        _previews = new ForgetPreviews(clock);
        _erasures = new ForgetPreviews(clock);
        _eraser = new Eraser(index, _journal, clock);
    }

    /// <inheritdoc/>
    public async Task<RecallResult> RecallAsync(RecallRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Query, nameof(request));
        ArgumentNullException.ThrowIfNull(request.Scope, nameof(request));
        ArgumentOutOfRangeException.ThrowIfLessThan(request.Top, 1, nameof(request));
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
    public async Task<MemoryStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
    {
        await EnsureRecoveredAsync(cancellationToken).ConfigureAwait(false);
        var all = await _index.WhereAsync(static r => r.OccurredAt >= 0, int.MaxValue, newestFirst: false, cancellationToken).ConfigureAwait(false);
        var active = all.Count(r => r.State == (int)MemoryState.Active && !r.Suppressed);
        var cost = await _index.GetCostAsync(cancellationToken).ConfigureAwait(false);
        return new MemoryStatistics(active, all.Count - active, cost.Coarse, cost.VectorBytes, cost.ActivationBytes, cost.TotalBytes) { Tiers = await TiersAsync(all, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>Closes the memory.</summary>
    /// <returns>A task that ends when the writes under way have ended.</returns>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
        {
            return;
        }

        await _writing.WaitAsync().ConfigureAwait(false);
        _writing.Dispose();
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
        if (!_isRecovered)
        {
            await WriteAsync(() => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Runs one write alone, after what a crash left behind was put right.</summary>
    private async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isRecovered)
            {
                await _journal.RecoverAsync(cancellationToken).ConfigureAwait(false);
                await _eraser.RecoverAsync(cancellationToken).ConfigureAwait(false);
                _isRecovered = true;
            }

            return await write().ConfigureAwait(false);
        }
        catch
        {
            // A step may be half done: put it right before anything else reads or writes.
            _isRecovered = false;
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }
}
