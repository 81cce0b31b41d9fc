using System.Collections.Concurrent;

namespace Reminisce.VectorData.Sql;

/// <summary>Read-only connections, each lent to one query at a time; a writer never makes them wait.</summary>
/// <remarks>Thread-safe. SQLite computes on the caller's thread, so more connections than cores gain nothing.</remarks>
internal sealed class ReaderPool(StoreFiles files) : IDisposable
{
    private readonly ConcurrentBag<ReaderConnection> _idle = [];
    private readonly SemaphoreSlim _slots = new(Math.Max(4, Environment.ProcessorCount * 2));
    private volatile bool _disposed;

    /// <summary>Runs a query in a read transaction, so that all its statements see the same state.</summary>
    public async ValueTask<T> ReadAsync<T>(Func<ReaderConnection, T> query, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(UsearchVectorStore));
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Read(query);
        }
        finally
        {
            _slots.Release();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        while (_idle.TryTake(out var connection))
        {
            connection.Dispose();
        }
    }

    private T Read<T>(Func<ReaderConnection, T> query)
    {
        ObjectDisposedException.ThrowIf(_disposed, typeof(UsearchVectorStore));
        if (!_idle.TryTake(out var connection))
        {
            connection = SqlConnections.OpenReader(files);
        }

        var healthy = false;
        try
        {
            connection.Execute("BEGIN");
            var result = query(connection);
            connection.Execute("COMMIT");
            healthy = true;
            return result;
        }
        finally
        {
            // A connection that failed half way is closed, which ends its transaction too.
            if (healthy && !_disposed)
            {
                _idle.Add(connection);
            }
            else
            {
                connection.Dispose();
            }
        }
    }
}
