namespace Reminisce.Encoders;

/// <summary>Keeps a few buffers of a tower for the next batches, which most often are of the same shape.</summary>
/// <remarks>Thread-safe. What comes back after disposal, or while enough are idle, is freed.</remarks>
internal sealed class HiddenBufferPool(int width, int mostIdle) : IDisposable
{
    // A small batch must not sit on the memory of a large one.
    private const int MostSlack = 4;

    private readonly Lock _lock = new();
    private readonly List<HiddenBuffer> _idle = new(mostIdle);
    private bool _disposed;

    public int Width => width;

    /// <summary>Hands over a buffer with room for the items; its states are not set.</summary>
    public HiddenBuffer Take(int items, int tokens)
    {
        var needed = checked(items * tokens * width);
        lock (_lock)
        {
            HiddenBuffer? best = null;
            foreach (var buffer in _idle)
            {
                if (buffer.Capacity >= needed && buffer.Capacity <= MostSlack * needed && (best is null || buffer.Capacity < best.Capacity))
                {
                    best = buffer;
                }
            }

            if (best is not null)
            {
                _idle.Remove(best);
                return best;
            }

            // Other shapes are in use now.
            if (_idle.Count == mostIdle)
            {
                _idle[0].Dispose();
                _idle.RemoveAt(0);
            }
        }

        return new HiddenBuffer(needed, width);
    }

    public void Return(HiddenBuffer buffer)
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
}
