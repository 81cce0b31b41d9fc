namespace Reminisce.VectorData.Tests.Native;

/// <summary>Seeded vectors: normally distributed components, drawn around a few centres where asked.</summary>
internal static class TestVectors
{
    public static float[] One(int seed, int dimensions) => Many(seed, 1, dimensions);

    /// <summary>Row-major, <c>count * dimensions</c> floats.</summary>
    public static float[] Many(int seed, int count, int dimensions)
    {
        var random = new Random(seed);
        float[] vectors = new float[count * dimensions];
        for (int i = 0; i < vectors.Length; i++)
        {
            vectors[i] = Normal(random);
        }

        return vectors;
    }

    public static float[] Clustered(int seed, int count, int dimensions, int clusters)
    {
        var random = new Random(seed);
        float[] centres = Many(seed + 1, clusters, dimensions);
        float[] vectors = new float[count * dimensions];
        for (int i = 0; i < count; i++)
        {
            int centre = random.Next(clusters);
            for (int d = 0; d < dimensions; d++)
            {
                vectors[(i * dimensions) + d] = centres[(centre * dimensions) + d] + (0.5f * Normal(random));
            }
        }

        return vectors;
    }

    public static ulong[] Keys(int count) => [.. Enumerable.Range(0, count).Select(i => (ulong)i)];

    private static float Normal(Random random) =>
        (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
