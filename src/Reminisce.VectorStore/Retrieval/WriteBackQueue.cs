using System.Threading.Channels;
using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData;

/// <summary>Runs write-backs after their searches returned, one at a time, from a bounded queue.</summary>
/// <remarks>Safe for concurrent calls. What is lost when it stops is only work that was to be saved.</remarks>
internal sealed partial class WriteBackQueue(int capacity, ILogger logger) : IAsyncDisposable, IDisposable
{
    private readonly Channel<Func<CancellationToken, Task>> _work = Channel.CreateBounded<Func<CancellationToken, Task>>(
        new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private Task? _worker;
    private Exception? _failure;

    public bool TryEnqueue(Func<CancellationToken, Task> work)
    {
        Start();
        return _work.Writer.TryWrite(work);
    }

    /// <summary>Waits until what is queued now was tried.</summary>
    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A write-back failed since the last flush.</exception>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_worker is not null)
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await _work.Writer.WriteAsync(
                _ =>
                {
                    reached.SetResult();
                    return Task.CompletedTask;
                },
                cancellationToken).ConfigureAwait(false);
            await reached.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }

        if (Interlocked.Exchange(ref _failure, null) is { } failure)
        {
            throw StoreFault.Wrap(failure, "", "WriteBack", $"A finished embedding could not be stored in the background: {failure.Message}");
        }
    }

    /// <summary>Stops after what is queued was tried.</summary>
    public async ValueTask DisposeAsync()
    {
        _work.Writer.TryComplete();
        if (_worker is { } worker)
        {
            await worker.ConfigureAwait(false);
        }

        _stop.Dispose();
    }

    /// <summary>Stops without waiting; what is queued is dropped.</summary>
    public void Dispose()
    {
        if (_work.Writer.TryComplete())
        {
            _stop.Cancel();
        }
    }

    private void Start()
    {
        lock (_lock)
        {
            _worker ??= Task.Run(RunAsync);
        }
    }

    private async Task RunAsync()
    {
        await foreach (var work in _work.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            if (_stop.IsCancellationRequested)
            {
                continue;
            }

            try
            {
                await work(_stop.Token).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (_stop.IsCancellationRequested)
            {
                // Dropped on purpose.
            }
            catch (Exception error)
            {
                // The boundary of the background: logged here, thrown by the next flush.
                Failed(logger, error);
                Interlocked.CompareExchange(ref _failure, error, null);
            }
        }
    }

    [LoggerMessage(3, LogLevel.Warning, "A finished embedding could not be stored in the background; its record stays coarse.")]
    private static partial void Failed(ILogger logger, Exception error);
}
