namespace Reminisce.Encoders;

/// <summary>Keeps a few buffers for the next batches, which most often are of the same shape.</summary>
/// <remarks>Thread-safe. What comes back after disposal, or while enough are idle, is freed.</remarks>
internal sealed class TensorBufferPool<T>(int mostIdle) : IDisposable
    where T : unmanaged
{
    // A small batch must not sit on the memory of a large one.
    private const int MostSlack = 4;

    private readonly Lock _lock = new();
    private readonly List<TensorBuffer<T>> _idle = new(mostIdle);
    private bool _disposed;

    /// <summary>Hands over a buffer with room for items of a shape; its numbers are not set.</summary>
    public TensorBuffer<T> Take(int items, params ReadOnlySpan<int> shape)
    {
        var needed = items;
        foreach (var side in shape)
        {
            needed = checked(needed * side);
        }

        var buffer = Find(needed) ?? new TensorBuffer<T>(needed);
        buffer.Shape(shape);
        return buffer;
    }

    public void Return(TensorBuffer<T> buffer)
    {
        lock (_lock)
        {
            if (!_disposed && _idle.Count < mostIdle)
            {
                _idle.Add(buffer);
                return;
            }
        }

        buffer.Dispose();
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _disposed = true;
            _idle.ForEach(b => b.Dispose());
            _idle.Clear();
        }
    }

    private TensorBuffer<T>? Find(int needed)
    {
        lock (_lock)
        {
            TensorBuffer<T>? best = null;
            foreach (var buffer in _idle)
            {
                if (buffer.Capacity >= needed && buffer.Capacity <= MostSlack * (long)needed && (best is null || buffer.Capacity < best.Capacity))
                {
                    best = buffer;
                }
            }

            if (best is not null)
            {
                _idle.Remove(best);
            }
            else if (_idle.Count == mostIdle)
            {
                // Other shapes are in use now.
                _idle[0].Dispose();
                _idle.RemoveAt(0);
            }

            return best;
        }
    }
}
