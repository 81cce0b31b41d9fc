namespace Reminisce.Memory.Storage;

/// <summary>Lets one write at a time through, whoever it is for, after what a crash left behind was put right.</summary>
internal sealed class WriteGate(Func<CancellationToken, Task> recover) : IDisposable
{
    private readonly SemaphoreSlim _writing = new(1, 1);
    private volatile bool _isRecovered;

    public bool IsRecovered => _isRecovered;

    /// <summary>Runs one write alone.</summary>
    public async Task<T> WriteAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isRecovered)
            {
                await recover(cancellationToken).ConfigureAwait(false);
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

    /// <summary>Waits for the write under way; no other begins after it.</summary>
    public Task CloseAsync() => _writing.WaitAsync();

    public void Dispose() => _writing.Dispose();
}
