using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class UsearchIndexBadInputTests
{
    [Theory]
    [InlineData(0, 16, 128, 64)]
    [InlineData(-1, 16, 128, 64)]
    [InlineData(100_000, 16, 128, 64)]
    [InlineData(8, 1, 128, 64)]
    [InlineData(8, 16, 0, 64)]
    [InlineData(8, 16, 128, 0)]
    public void Validate_ValueOutOfRange_Throws(int dimensions, int connectivity, int efConstruction, int ef)
    {
        var parameters = new UsearchParameters { Dimensions = dimensions, Connectivity = connectivity, EfConstruction = efConstruction, Ef = ef };

        Assert.Throws<ArgumentOutOfRangeException>(parameters.Validate);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(99, 3)]
    [InlineData((int)UsearchMetric.Hamming, (int)UsearchQuantization.F32)]
    [InlineData((int)UsearchMetric.Cosine, (int)UsearchQuantization.B1)]
    [InlineData((int)UsearchMetric.L2sq, (int)UsearchQuantization.I8)]
    public void Validate_UnknownOrUnfittingKinds_Throws(int metric, int quantization)
    {
        var parameters = new UsearchParameters { Dimensions = 8, Metric = (UsearchMetric)metric, Quantization = (UsearchQuantization)quantization };

        Assert.Throws<ArgumentException>(parameters.Validate);
    }

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void AddAndSearch_WrongLength_Throw(int length)
    {
        using UsearchIndex index = Create();
        float[] vector = new float[length];

        string message = Assert.Throws<ArgumentException>(() => index.Add(1, vector)).Message;
        Assert.Contains($"{length} dimensions", message, StringComparison.Ordinal);
        Assert.Contains("of 4", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => index.Replace(1, vector));
        Assert.Throws<ArgumentException>(() => index.Search(vector, 1, new ulong[1], new float[1]));
        Assert.Throws<ArgumentException>(() => index.TryGet(1, vector));
        Assert.Equal(0, index.Count);
    }

    [SkippableTheory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void AddAndSearch_NotFinite_Throw(float value)
    {
        using UsearchIndex index = Create();
        float[] vector = [1, value, 0, -3];

        Assert.Throws<ArgumentException>(() => index.Add(1, vector));
        Assert.Throws<ArgumentException>(() => index.Replace(1, vector));
        Assert.Throws<ArgumentException>(() => index.AddRange(new ulong[] { 1 }, vector));
        Assert.Throws<ArgumentException>(() => index.Search(vector, 1, new ulong[1], new float[1]));
        Assert.Equal(0, index.Count);
    }

    [SkippableTheory]
    [InlineData(nameof(UsearchQuantization.F16), 70_000f)]
    [InlineData(nameof(UsearchQuantization.F32), 1e20f)]
    public void Add_ComponentThatWouldOverflow_Throws(string quantization, float value)
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = 2, Metric = UsearchMetric.L2sq, Quantization = Enum.Parse<UsearchQuantization>(quantization) });

        Assert.Throws<ArgumentException>(() => index.Add(1, [0, -value]));
    }

    [SkippableTheory]
    [InlineData(1UL << 63)]
    [InlineData(ulong.MaxValue)]
    public void EveryMember_ReservedKey_Throws(ulong key)
    {
        using UsearchIndex index = Create();
        float[] vector = new float[4];

        Assert.Throws<ArgumentOutOfRangeException>(() => index.Add(key, vector));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.AddRange(new[] { key }, vector));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Replace(key, vector));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Remove(key));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Contains(key));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.TryGet(key, vector));
    }

    [SkippableFact]
    public void Add_KeyTwice_ThrowsAndKeepsTheFirst()
    {
        using UsearchIndex index = Create();
        index.Add(7, [1, 0, 0, 0]);

        Assert.Contains("7", Assert.Throws<ArgumentException>(() => index.Add(7, [0, 1, 0, 0])).Message, StringComparison.Ordinal);
        float[] vector = new float[4];
        Assert.True(index.TryGet(7, vector));
        Assert.Equal([1f, 0f, 0f, 0f], vector);
    }

    [SkippableFact]
    public void AddRange_OneBadEntry_AddsNothing()
    {
        using UsearchIndex index = Create();
        index.Add(100, [1, 1, 1, 1]);
        ulong[] keys = [1, 2, 3];
        float[] vectors = new float[12];

        Assert.Throws<ArgumentException>(() => index.AddRange(keys, vectors.AsMemory(1)));
        Assert.Throws<ArgumentException>(() => index.AddRange(new ulong[] { 1, 2, 1 }, vectors));
        Assert.Throws<ArgumentException>(() => index.AddRange(new ulong[] { 1, 2, 100 }, vectors));
        vectors[11] = float.NaN;
        Assert.Throws<ArgumentException>(() => index.AddRange(keys, vectors));
        Assert.Equal(1, index.Count);
    }

    [SkippableFact]
    public void Search_BadNumbersAndBuffers_Throws()
    {
        using UsearchIndex index = Create();
        float[] query = [1, 0, 0, 0];

        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(query, 0, new ulong[1], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(query, 1, new ulong[1], new float[1], expansion: -1));
        Assert.Throws<ArgumentException>(() => index.Search(query, 2, new ulong[1], new float[2]));
        Assert.Throws<ArgumentException>(() => index.Search(query, 2, new ulong[2], new float[1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Reserve(-1));
    }

    [SkippableFact]
    public void EveryMember_AfterDispose_Throws()
    {
        UsearchIndex index = Create();
        index.Add(1, [1, 0, 0, 0]);
        index.Dispose();
        index.Dispose();
        float[] vector = [1, 0, 0, 0];

        Assert.Throws<ObjectDisposedException>(() => index.Add(2, vector));
        Assert.Throws<ObjectDisposedException>(() => index.AddRange(new ulong[] { 2 }, vector));
        Assert.Throws<ObjectDisposedException>(() => index.Replace(1, vector));
        Assert.Throws<ObjectDisposedException>(() => index.Remove(1));
        Assert.Throws<ObjectDisposedException>(() => index.Contains(1));
        Assert.Throws<ObjectDisposedException>(() => index.TryGet(1, vector));
        Assert.Throws<ObjectDisposedException>(() => index.Reserve(10));
        Assert.Throws<ObjectDisposedException>(() => index.MemoryBytes);
        Assert.Throws<ObjectDisposedException>(() => index.HardwareAcceleration);
        Assert.Throws<ObjectDisposedException>(() => index.Search(vector, 1, new ulong[1], new float[1]));
        Assert.Throws<ObjectDisposedException>(() => index.Serialize());
    }

    private static UsearchIndex Create()
    {
        NativeLibraryRequired.Check();
        return new UsearchIndex(new UsearchParameters { Dimensions = 4 });
    }
}
