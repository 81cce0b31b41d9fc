using Reminisce.VectorData;
using Reminisce.VectorData.Native;

namespace Reminisce.Evaluation;

/// <summary>The native index alone, with the metric, the number format and the ef of the store.</summary>
internal sealed class RawRival : IDisposable
{
    private readonly UsearchIndex _index;

    public RawRival(IndexOptions options, int rows)
    {
        if (!UsearchIndex.IsAvailable)
        {
            throw new InvalidOperationException(UsearchIndex.UnavailableReason);
        }

        var store = new UsearchIndexOptions();
        _index = new UsearchIndex(new UsearchParameters
        {
            Dimensions = options.Dimensions,
            Ef = options.Ef,
            Connectivity = store.Connectivity,
            EfConstruction = store.EfConstruction,
        });
        _index.Reserve(rows);
    }

    public string HardwareAcceleration => _index.HardwareAcceleration;

    public void Add(Dataset data, int first, int count)
    {
        var keys = new ulong[count];
        for (var i = 0; i < count; i++)
        {
            keys[i] = (ulong)data.Id(first + i);
        }

        _index.AddRange(keys, data.Vectors.AsMemory(first * data.Dimensions, count * data.Dimensions));
    }

    /// <returns>How many were found.</returns>
    public int Search(float[] query, ulong[] keys, float[] distances) => _index.Search(query, IndexOptions.Top, keys, distances);

    public long[] Search(float[] query)
    {
        var keys = new ulong[IndexOptions.Top];
        var found = Search(query, keys, new float[IndexOptions.Top]);
        return Array.ConvertAll(keys[..found], key => (long)key);
    }

    public void Dispose() => _index.Dispose();
}
