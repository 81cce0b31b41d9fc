namespace Reminisce.Encoders;

/// <summary>Lets a fixed number of graph runs in at a time, and none once it is closed.</summary>
internal sealed class RunGate(int runs) : IDisposable
{
    private readonly SemaphoreSlim _free = new(runs, runs);
    private bool _closed;

    /// <summary>Waits for a place; disposing the answer gives it back.</summary>
    /// <exception cref="ObjectDisposedException">The encoder was disposed.</exception>
    public async ValueTask<Pass> EnterAsync(CancellationToken cancellationToken)
    {
        ThrowIfClosed();
        await _free.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (Volatile.Read(ref _closed))
        {
            _free.Release();
            ThrowIfClosed();
        }

        return new Pass(_free);
    }

    /// <summary>Lets nobody in any more and waits for those inside.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _closed, true))
        {
            return;
        }

        // The semaphore itself is left alone: callers that wait must still get out and find the gate closed.
        for (var i = 0; i < runs; i++)
        {
            _free.Wait();
        }

        _free.Release(runs);
    }

    public void ThrowIfClosed() => ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed), typeof(EarlyExitEncoder));

    internal readonly struct Pass(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
