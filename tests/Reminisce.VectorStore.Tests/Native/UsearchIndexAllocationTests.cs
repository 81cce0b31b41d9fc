using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class UsearchIndexAllocationTests
{
    [SkippableTheory]
    [InlineData(512, 0, false)]
    [InlineData(512, 1000, false)]
    [InlineData(4096, 1000, false)]
    [InlineData(512, 0, true)]
    public void Search_WarmedUp_AllocatesAtMostTwoKilobytes(int dimensions, int expansion, bool filtered)
    {
        NativeLibraryRequired.Check();
        const int count = 1200;
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = dimensions, EfConstruction = 16 });
        index.AddRange(TestVectors.Keys(count), TestVectors.Many(5, count, dimensions));
        float[] query = TestVectors.One(6, dimensions);
        ulong[] keys = new ulong[10];
        float[] distances = new float[10];
        Func<ulong, bool>? filter = filtered ? key => key % 2 == 0 : null;
        for (int i = 0; i < 20; i++)
        {
            index.Search(query, 10, keys, distances, filter, expansion);
        }

        const int searches = 50;
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < searches; i++)
        {
            index.Search(query, 10, keys, distances, filter, expansion);
        }

        long perSearch = (GC.GetAllocatedBytesForCurrentThread() - before) / searches;
        Assert.True(perSearch <= (filtered ? 256 : 0), $"a search allocated {perSearch} bytes");
    }
}
