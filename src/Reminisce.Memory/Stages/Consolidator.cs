using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Reminisce.Memory.Records;

namespace Reminisce.Memory;

/// <summary>Moves what was perceived through the stages into long-term memory, and puts that in order, while nothing else happens.</summary>
/// <remarks>
/// Safe for concurrent calls. Perceiving never waits for an encoder or the disk; recalls never wait for it either. What was
/// perceived is durable once <see cref="ConsolidateAsync"/> returned, or a moment after the senses are idle: a crash before loses it. A
/// failure in the background is logged, kept in <see cref="LastFailure"/>, and what it concerned is tried again. A sweep in idle time
/// ends between two steps when something is perceived, and goes on the next time. Disposing stores what is left; the
/// memory and the stages stay the caller's.
/// </remarks>
public sealed partial class Consolidator : IAsyncDisposable
{
    private readonly IMemory _memory;
    private readonly SensoryBuffer _senses;
    private readonly ShortTermMemory _shortTerm;
    private readonly ConsolidatorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _working = new(1, 1);
    private readonly CancellationTokenSource _stopping = new();
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private CancellationTokenSource? _sweeping;
    private DateTimeOffset _perceivedAt;
    private DateTimeOffset _sweepDue;
    private Task _background = Task.CompletedTask;
    private bool _isWorking;
    private bool _isDisposed;

    /// <summary>Initialises a consolidator and begins to look for idle time.</summary>
    /// <param name="memory">The long-term memory.</param>
    /// <param name="senses">The first stage.</param>
    /// <param name="shortTerm">The second stage.</param>
    /// <param name="options">When to work; <see langword="null"/> for the defaults. Read now; later changes have no effect.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> for the system's.</param>
    /// <param name="logger">Where failures in the background go; no content of memories.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    public Consolidator(
        IMemory memory, SensoryBuffer senses, ShortTermMemory shortTerm, ConsolidatorOptions? options = null, TimeProvider? timeProvider = null, ILogger<Consolidator>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(memory);
        ArgumentNullException.ThrowIfNull(senses);
        ArgumentNullException.ThrowIfNull(shortTerm);
        options ??= new ConsolidatorOptions();
        options.Validate();
        (_memory, _senses, _shortTerm) = (memory, senses, shortTerm);
        _options = new ConsolidatorOptions { Interval = options.Interval, IdleAfter = options.IdleAfter, Sweep = options.Sweep, SweepEvery = options.SweepEvery };
        _clock = timeProvider ?? TimeProvider.System;
        _logger = logger ?? NullLogger<Consolidator>.Instance;
        _perceivedAt = _clock.GetUtcNow();
        _sweepDue = _perceivedAt + _options.SweepEvery;
        _timer = _clock.CreateTimer(static state => ((Consolidator)state!).Tick(), this, _options.Interval, _options.Interval);
    }

    /// <summary>Gets why the latest work in the background failed, or <see langword="null"/> when it succeeded.</summary>
    public Exception? LastFailure { get; private set; }

    /// <summary>Gives an impression to the senses; returns at once.</summary>
    /// <param name="input">The impression; leave it and its bytes alone afterwards.</param>
    /// <returns>What became of it.</returns>
    /// <exception cref="ObjectDisposedException">The consolidator is disposed.</exception>
    public SensoryOutcome Perceive(MemoryInput input)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _perceivedAt = _clock.GetUtcNow();
            _sweeping?.Cancel();
        }

        return _senses.Offer(input);
    }

    /// <summary>Stores everything perceived so far.</summary>
    /// <param name="cancellationToken">Cancels between batches; what is not stored yet is kept.</param>
    /// <returns>What was stored; it is durable.</returns>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">The store could not persist it; it is kept and tried again.</exception>
    public Task<ConsolidationReport> ConsolidateAsync(CancellationToken cancellationToken = default) => StoreAsync(static _ => true, cancellationToken);

    /// <summary>Stops working in the background and stores what is left.</summary>
    /// <returns>A task that ends when it is stored.</returns>
    public async ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _sweeping?.Cancel();
        }

        await _timer.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _background.ConfigureAwait(false);
        await StoreAsync(static _ => true, CancellationToken.None).ConfigureAwait(false);
        _stopping.Dispose();
        _working.Dispose();
    }

    private bool IsIdle => _clock.GetUtcNow() - _perceivedAt >= _options.IdleAfter;

    private void Tick()
    {
        lock (_lock)
        {
            if (_isDisposed || _isWorking)
            {
                return;
            }

            _isWorking = true;
        }

        // Outside the lock: the beginning of it runs here, and nobody who perceives may wait for that. Disposing waits for the timer.
        _background = WorkAsync();
    }

    /// <summary>Never fails: nobody awaits it but the end.</summary>
    private async Task WorkAsync()
    {
        try
        {
            await StoreAsync(static consolidator => consolidator.IsIdle, _stopping.Token).ConfigureAwait(false);
            await SweepAsync().ConfigureAwait(false);
            LastFailure = null;
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // Disposing stores what is left.
        }
        catch (Exception failure)
        {
            // The boundary of the background: what failed is kept and tried again at the next look.
            LastFailure = failure;
            LogFailure(_logger, failure);
        }
        finally
        {
            lock (_lock)
            {
                _isWorking = false;
            }
        }
    }

    private async Task<ConsolidationReport> StoreAsync(Func<Consolidator, bool> everything, CancellationToken cancellationToken)
    {
        await _working.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (var impression in _senses.Take())
            {
                _shortTerm.Add(impression);
            }

            var inputs = _shortTerm.Release(everything(this));
            try
            {
                var results = inputs.Count == 0 ? [] : await _memory.RememberAsync(inputs, progress: null, cancellationToken).ConfigureAwait(false);
                await NoteRepeatedAsync(cancellationToken).ConfigureAwait(false);
                return new ConsolidationReport(
                    results.Count(r => r.Outcome == RememberOutcome.Stored),
                    results.Count(r => r.Outcome == RememberOutcome.Duplicate),
                    [.. results.Where(r => r.Outcome == RememberOutcome.Rejected).Select(r => r.Reason!)]);
            }
            catch
            {
                // Some of it may be stored: remembered again, that is a duplicate.
                _shortTerm.Return(inputs);
                throw;
            }
        }
        finally
        {
            _working.Release();
        }
    }

    /// <summary>Journals repetitions of what is stored; those of what still waits are kept for the next time.</summary>
    private async Task NoteRepeatedAsync(CancellationToken cancellationToken)
    {
        if (_memory is IDropLog log && _shortTerm.Count == 0 && _senses.TakeRepeated() is { Count: > 0 } repeated)
        {
            await log.NoteDropsAsync(repeated, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task SweepAsync()
    {
        CancellationTokenSource sweeping;
        lock (_lock)
        {
            if (_options.Sweep is null || !IsIdle || _clock.GetUtcNow() < _sweepDue || _isDisposed)
            {
                return;
            }

            _sweeping = sweeping = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        }

        try
        {
            await _memory.SweepAsync(_options.Sweep, sweeping.Token).ConfigureAwait(false);
            if (!sweeping.IsCancellationRequested)
            {
                _sweepDue = _clock.GetUtcNow() + _options.SweepEvery;
            }
        }
        catch (OperationCanceledException) when (sweeping.IsCancellationRequested)
        {
            // It is still due: the next idle time goes on with what is left.
        }
        finally
        {
            lock (_lock)
            {
                _sweeping = null;
            }

            sweeping.Dispose();
        }
    }

    [LoggerMessage(1, LogLevel.Error, "Consolidating in the background failed; what was perceived is kept and tried again.")]
    private static partial void LogFailure(ILogger logger, Exception failure);
}
