using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class UsearchIndexFilterTests
{
    private const int Count = 1000;
    private const int Dimensions = 16;

    [SkippableTheory]
    [InlineData(2)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(500)]
    public void Search_FilterOfOneInN_FindsTheExactNeighboursThatPass(int n)
    {
        using UsearchIndex index = Create(out ExactIndex oracle);
        float[] query = TestVectors.One(77, Dimensions);
        bool Passes(ulong key) => key % (ulong)n == 1;
        ulong[] keys = new ulong[10];

        int found = index.Search(query, 10, keys, new float[10], Passes, expansion: 400);

        Assert.Equal(oracle.Search(query, 10, Passes).Select(hit => hit.Key), keys[..found]);
    }

    [SkippableFact]
    public void Search_FilterThatAcceptsNothing_FindsNothing()
    {
        using UsearchIndex index = Create(out _);

        Assert.Equal(0, index.Search(TestVectors.One(1, Dimensions), 5, new ulong[5], new float[5], _ => false));
    }

    [SkippableFact]
    public void Search_FilterThrows_RethrowsItsExceptionAndStaysUsable()
    {
        using UsearchIndex index = Create(out _);
        float[] query = TestVectors.One(1, Dimensions);
        int calls = 0;

        var thrown = Assert.Throws<FormatException>(() => index.Search(
            query, 5, new ulong[5], new float[5], _ => ++calls == 3 ? throw new FormatException("third key") : true));

        Assert.Equal("third key", thrown.Message);
        Assert.Equal(3, calls);
        Assert.Equal(5, index.Search(query, 5, new ulong[5], new float[5]));
    }

    [SkippableFact]
    public void Search_CancelledFromItsFilter_Throws()
    {
        using UsearchIndex index = Create(out _);
        using var source = new CancellationTokenSource();
        int calls = 0;

        Assert.Throws<OperationCanceledException>(() => index.Search(
            TestVectors.One(1, Dimensions),
            5,
            new ulong[5],
            new float[5],
            _ =>
            {
                calls++;
                source.Cancel();
                return false;
            },
            cancellationToken: source.Token));

        Assert.Equal(1, calls);
    }

    [SkippableFact]
    public void Search_FilterCallsTheIndex_IsRefusedInsteadOfHanging()
    {
        using UsearchIndex index = Create(out _);

        Assert.Throws<InvalidOperationException>(() => index.Search(
            TestVectors.One(1, Dimensions), 5, new ulong[5], new float[5], key => index.Contains(key)));
    }

    [SkippableFact]
    public void Search_AlreadyCancelled_Throws()
    {
        using UsearchIndex index = Create(out _);

        Assert.Throws<OperationCanceledException>(() => index.Search(
            TestVectors.One(1, Dimensions), 5, new ulong[5], new float[5], cancellationToken: new CancellationToken(canceled: true)));
    }

    private static UsearchIndex Create(out ExactIndex oracle)
    {
        NativeLibraryRequired.Check();
        var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions, Quantization = UsearchQuantization.F32 });
        oracle = new ExactIndex(UsearchMetric.Cosine);
        for (int i = 0; i < Count; i++)
        {
            oracle.Vectors[(ulong)i] = TestVectors.One(i, Dimensions);
            index.Add((ulong)i, oracle.Vectors[(ulong)i]);
        }

        return index;
    }
}
