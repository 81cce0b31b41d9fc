using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

/// <summary>How much of the exact answer an index gives, over 50 queries near its own vectors.</summary>
internal static class Recall
{
    public static double At10(UsearchIndex index, float[] vectors, int expansion)
    {
        int dimensions = index.Parameters.Dimensions;
        var oracle = new ExactIndex(index.Parameters.Metric);
        for (int i = 0; i < vectors.Length / dimensions; i++)
        {
            oracle.Vectors[(ulong)i] = vectors[(i * dimensions)..((i + 1) * dimensions)];
        }

        int hits = 0;
        ulong[] keys = new ulong[10];
        for (int q = 0; q < 50; q++)
        {
            float[] query = [.. oracle.Vectors[(ulong)(q * 17)].Zip(TestVectors.One(9000 + q, dimensions), (x, noise) => x + (0.3f * noise))];
            int found = index.Search(query, 10, keys, new float[10], expansion: expansion);
            hits += oracle.Search(query, 10).Count(hit => keys.AsSpan(0, found).Contains(hit.Key));
        }

        return hits / 500.0;
    }
}
