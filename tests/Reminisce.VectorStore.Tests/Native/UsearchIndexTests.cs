using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class UsearchIndexTests
{
    [SkippableTheory]
    [InlineData(nameof(UsearchMetric.Cosine), nameof(UsearchQuantization.F32), 1e-5)]
    [InlineData(nameof(UsearchMetric.Cosine), nameof(UsearchQuantization.F16), 2e-3)]
    [InlineData(nameof(UsearchMetric.Cosine), nameof(UsearchQuantization.I8), 2e-2)]
    [InlineData(nameof(UsearchMetric.InnerProduct), nameof(UsearchQuantization.F32), 1e-3)]
    [InlineData(nameof(UsearchMetric.InnerProduct), nameof(UsearchQuantization.F16), 0.1)]
    [InlineData(nameof(UsearchMetric.L2sq), nameof(UsearchQuantization.F32), 1e-3)]
    [InlineData(nameof(UsearchMetric.L2sq), nameof(UsearchQuantization.F16), 0.2)]
    [InlineData(nameof(UsearchMetric.Hamming), nameof(UsearchQuantization.B1), 0)]
    public void Search_EveryMetricAndFormat_ReportsTheTrueDistancesNearestFirst(string metricName, string quantizationName, double tolerance)
    {
        NativeLibraryRequired.Check();
        var metric = Enum.Parse<UsearchMetric>(metricName);
        const int dimensions = 100; // Neither a multiple of 8 bits nor of a SIMD register.
        using var index = new UsearchIndex(new UsearchParameters
        {
            Dimensions = dimensions,
            Metric = metric,
            Quantization = Enum.Parse<UsearchQuantization>(quantizationName),
        });
        var oracle = new ExactIndex(metric);
        for (int i = 0; i < 300; i++)
        {
            oracle.Vectors[(ulong)i] = TestVectors.One(i, dimensions);
            index.Add((ulong)i, oracle.Vectors[(ulong)i]);
        }

        float[] query = TestVectors.One(1000, dimensions);
        ulong[] keys = new ulong[10];
        float[] distances = new float[10];
        Assert.Equal(10, index.Search(query, 10, keys, distances, expansion: 300));

        (ulong Key, double Distance)[] exact = oracle.Search(query, 10);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(ExactIndex.Distance(metric, query, oracle.Vectors[keys[i]]), distances[i], tolerance + 1e-9);
            Assert.Equal(exact[i].Distance, distances[i], (2 * tolerance) + 1e-9);
        }
    }

    [SkippableFact]
    public void Search_EmptyIndex_FindsNothing()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 4 });

        Assert.Equal(0, index.Search([1, 0, 0, 0], 3, new ulong[3], new float[3]));
        Assert.Equal(0, index.Count);
    }

    [SkippableFact]
    public void Search_MoreAskedThanThere_FindsAll()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 2 });
        index.Add(1, [1, 0]);
        index.Add(2, [0, 1]);
        ulong[] keys = new ulong[500];

        Assert.Equal(2, index.Search([1, 0.1f], 500, keys, new float[500]));
        Assert.Equal([1UL, 2UL], keys[..2]);
    }

    [SkippableFact]
    public void Search_LargerExpansion_FindsMoreOfTheTrueNeighbours()
    {
        NativeLibraryRequired.Check();
        const int count = 4000, dimensions = 32;
        float[] vectors = TestVectors.Many(7, count, dimensions);
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = dimensions, Connectivity = 4, EfConstruction = 16, Quantization = UsearchQuantization.F32 });
        index.AddRange(TestVectors.Keys(count), vectors, threads: 1);

        double narrow = Recall.At10(index, vectors, expansion: 10);
        double wide = Recall.At10(index, vectors, expansion: 500);

        Assert.True(wide > narrow + 0.1, $"recall@10 was {narrow} at ef 10 and {wide} at ef 500");
        Assert.True(wide > 0.95, $"recall@10 was {wide} at ef 500");
    }

    [SkippableFact]
    public void Add_FarPastTheFirstCapacity_KeepsEverything()
    {
        NativeLibraryRequired.Check();
        const int count = 3000, dimensions = 8;
        float[] vectors = TestVectors.Many(3, count, dimensions);
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = dimensions, Metric = UsearchMetric.L2sq, Quantization = UsearchQuantization.F32 });
        for (int i = 0; i < count; i++)
        {
            index.Add((ulong)i, vectors.AsSpan(i * dimensions, dimensions));
        }

        Assert.Equal(count, index.Count);
        Assert.True(index.Capacity >= count);
        float[] stored = new float[dimensions];
        for (int i = 0; i < count; i++)
        {
            Assert.True(index.TryGet((ulong)i, stored));
            Assert.Equal(vectors[(i * dimensions)..((i + 1) * dimensions)], stored);
        }
    }

    [SkippableFact]
    public void AddRange_SeveralThreads_EqualsAddingOneByOne()
    {
        NativeLibraryRequired.Check();
        const int count = 2000, dimensions = 24;
        float[] vectors = TestVectors.Clustered(11, count, dimensions, 20);
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = dimensions });
        index.AddRange(TestVectors.Keys(count), vectors);

        Assert.Equal(count, index.Count);
        Assert.All(TestVectors.Keys(count), key => Assert.True(index.Contains(key)));
        Assert.True(Recall.At10(index, vectors, expansion: 128) > 0.95);
    }

    [SkippableFact]
    public void AddRange_Empty_AddsNothing()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 3 });
        index.AddRange(ReadOnlyMemory<ulong>.Empty, ReadOnlyMemory<float>.Empty);

        Assert.Equal(0, index.Count);
    }

    [SkippableFact]
    public void Remove_PresentKey_IsNotFoundAgain()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 2 });
        index.Add(1, [1, 0]);
        index.Add(2, [0, 1]);

        Assert.True(index.Remove(1));
        Assert.False(index.Remove(1));
        Assert.False(index.Contains(1));
        Assert.Equal(1, index.Count);
        Assert.Equal(1, index.Removed);
        ulong[] keys = new ulong[2];
        Assert.Equal(1, index.Search([1, 0], 2, keys, new float[2]));
        Assert.Equal(2UL, keys[0]);
        Assert.False(index.TryGet(1, new float[2]));
    }

    [SkippableFact]
    public void Remove_LastVector_LeavesAnIndexThatTakesNewOnes()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 2 });
        index.Add(1, [1, 0]);
        index.Remove(1);
        Assert.Equal(0, index.Search([1, 0], 1, new ulong[1], new float[1]));

        index.Add(1, [0, 1]);
        float[] distances = new float[1];
        Assert.Equal(1, index.Search([1, 0], 1, new ulong[1], distances));
        Assert.Equal(1f, distances[0], 1e-3);
    }

    [SkippableFact]
    public void Replace_NewAndPresentKey_HoldsTheLastVector()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 2, Metric = UsearchMetric.L2sq });

        Assert.False(index.Replace(5, [1, 2]));
        Assert.True(index.Replace(5, [3, 4]));
        float[] vector = new float[2];
        Assert.True(index.TryGet(5, vector));
        Assert.Equal([3f, 4f], vector);
        Assert.Equal(1, index.Count);
    }

    [SkippableTheory]
    [InlineData(1e30f)]
    [InlineData(1e-30f)]
    [InlineData(float.Epsilon)]
    [InlineData(float.MaxValue)]
    public void Search_CosineOfExtremeLengths_ComparesDirections(float scale)
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 3 });
        index.Add(1, [scale, 0, 0]);
        index.Add(2, [0, scale, scale]);
        ulong[] keys = new ulong[2];
        float[] distances = new float[2];

        Assert.Equal(2, index.Search([0, 1, 1], 2, keys, distances));
        Assert.Equal([2UL, 1UL], keys);
        Assert.Equal(0f, distances[0], 2e-3);
        Assert.Equal(1f, distances[1], 2e-3);
    }

    [SkippableFact]
    public void HardwareAcceleration_OnACpuWithAvx2_IsNotSerial()
    {
        NativeLibraryRequired.Check();
        Skip.IfNot(System.Runtime.Intrinsics.X86.Avx2.IsSupported, "The CPU has no AVX2.");
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 64 });

        Assert.NotEqual("serial", index.HardwareAcceleration);
        Assert.True(index.MemoryBytes > 0);
    }
}
