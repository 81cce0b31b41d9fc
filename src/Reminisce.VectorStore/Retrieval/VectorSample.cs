namespace Reminisce.VectorData;

/// <summary>A few hundred stored vectors of one exit, which stand for what a query finds unrelated.</summary>
/// <remarks>Safe for concurrent calls. Vectors written later take the place of earlier ones so that each is in it with the same probability.</remarks>
internal sealed class VectorSample(int seed)
{
    /// <summary>How many vectors are kept.</summary>
    public const int Capacity = 256;

    private readonly Lock _lock = new();
    private readonly List<ReadOnlyMemory<float>> _vectors = [];
    private readonly Random _random = new(seed);
    private long _seen;

    public SemaphoreSlim Loading { get; } = new(1, 1);

    public bool IsLoaded { get; set; }

    public void Offer(ReadOnlyMemory<float> vector)
    {
        lock (_lock)
        {
            _seen++;
            if (_vectors.Count < Capacity)
            {
                _vectors.Add(vector);
            }
            else if (_random.NextInt64(_seen) is var place && place < Capacity)
            {
                _vectors[(int)place] = vector;
            }
        }
    }

    public ReadOnlyMemory<float>[] Snapshot()
    {
        lock (_lock)
        {
            return [.. _vectors];
        }
    }
}
