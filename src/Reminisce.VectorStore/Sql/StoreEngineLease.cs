namespace Reminisce.VectorData.Sql;

/// <summary>One store object's share in an open folder.</summary>
internal sealed class StoreEngineLease(StoreEngine engine, Action release) : IDisposable
{
    private int _disposed;

    /// <exception cref="ObjectDisposedException">The store was disposed.</exception>
    public StoreEngine Engine
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed != 0, typeof(UsearchVectorStore));
            return engine;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            release();
        }
    }
}
