using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class UsearchIndexChurnTests
{
    private const int Count = 2000;
    private const int Dimensions = 32;

    [SkippableFact]
    public void Recall_AfterFourRoundsOfReplacingAQuarter_StaysAsFresh()
    {
        NativeLibraryRequired.Check();
        float[] vectors = TestVectors.Clustered(3, Count, Dimensions, clusters: 40);
        using UsearchIndex index = Create(vectors);
        double fresh = Recall.At10(index, vectors, expansion: 64);
        var random = new Random(5);
        for (int i = 0; i < Count; i++)
        {
            int row = random.Next(Count);
            Assert.True(index.Replace((ulong)row, vectors.AsSpan(row * Dimensions, Dimensions)));
        }

        double churned = Recall.At10(index, vectors, expansion: 64);
        Assert.Equal(Count, index.Count);
        Assert.Equal(Count, index.Removed);
        Assert.True(churned >= fresh - 0.01, $"recall@10 was {fresh} fresh and {churned} after churn");
    }

    [SkippableFact]
    public void Recall_AfterNineInTenAreRemoved_StaysHigh()
    {
        NativeLibraryRequired.Check();
        float[] vectors = TestVectors.Clustered(4, Count, Dimensions, clusters: 40);
        using UsearchIndex index = Create(vectors);
        var oracle = new ExactIndex(UsearchMetric.Cosine);
        for (int i = 0; i < Count; i++)
        {
            if (i % 10 == 0)
            {
                oracle.Vectors[(ulong)i] = vectors[(i * Dimensions)..((i + 1) * Dimensions)];
            }
            else
            {
                Assert.True(index.Remove((ulong)i));
            }
        }

        int hits = 0;
        ulong[] keys = new ulong[10];
        for (int q = 0; q < 30; q++)
        {
            float[] query = TestVectors.One(q, Dimensions);
            Assert.Equal(10, index.Search(query, 10, keys, new float[10]));
            hits += oracle.Search(query, 10).Count(hit => keys.Contains(hit.Key));
        }

        Assert.True(hits >= 294, $"{hits} of 300 true neighbours were found");
    }

    [SkippableFact]
    public async Task Search_WhileABatchIsAdded_DoesNotWaitForItsEnd()
    {
        NativeLibraryRequired.Check();
        float[] vectors = TestVectors.Many(6, Count, Dimensions);
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions });
        index.Add(1_000_000, TestVectors.One(7, Dimensions));
        Task adding = Task.Run(() => index.AddRange(TestVectors.Keys(Count), vectors));
        ulong[] keys = new ulong[1];
        long mostSeen = 0;
        while (!adding.IsCompleted)
        {
            Assert.Equal(1, index.Search(vectors.AsSpan(0, Dimensions), 1, keys, new float[1]));
            mostSeen = index.Count < Count + 1 ? Math.Max(mostSeen, index.Count) : mostSeen;
        }

        await adding;
        Assert.InRange(mostSeen, 1, Count);
        Assert.Equal(Count + 1, index.Count);
    }

    private static UsearchIndex Create(float[] vectors)
    {
        var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions });
        index.AddRange(TestVectors.Keys(Count), vectors);
        return index;
    }
}
