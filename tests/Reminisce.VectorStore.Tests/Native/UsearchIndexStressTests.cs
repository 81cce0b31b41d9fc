using Reminisce.VectorData.Native;

namespace Reminisce.VectorData.Tests.Native;

public class UsearchIndexStressTests
{
    private const int Dimensions = 32;
    private const int Threads = 64;
    private const int PerThread = 60;

    [SkippableFact]
    public async Task SearchAddReserve_On64Threads_LosesNothingAndAnswersRightly()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions, Metric = UsearchMetric.L2sq, Quantization = UsearchQuantization.F32 });

        await OnThreads(thread =>
        {
            ulong[] keys = new ulong[5];
            float[] distances = new float[5];
            for (int i = 0; i < PerThread; i++)
            {
                ulong key = Key(thread, i);
                float[] vector = Vector(key);
                index.Add(key, vector);
                int found = index.Search(vector, 5, keys, distances, i % 3 == 0 ? candidate => candidate % 2 == key % 2 : null, expansion: 64);
                CheckHits(vector, keys, distances, found);
                if (i % 20 == thread % 20)
                {
                    index.Reserve(index.Capacity + 1);
                }
            }
        });

        Assert.Equal(Threads * PerThread, index.Count);
        float[] stored = new float[Dimensions];
        foreach (ulong key in AllKeys())
        {
            Assert.True(index.TryGet(key, stored));
            Assert.Equal(Vector(key), stored);
        }

        Assert.True(SelfRecall(index) > 0.95);
    }

    [SkippableFact]
    public async Task EveryOperation_On64Threads_KeepsTheIndexWhole()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions, Metric = UsearchMetric.L2sq, Quantization = UsearchQuantization.F32 });
        int removed = 0;

        await OnThreads(thread =>
        {
            var random = new Random(thread);
            ulong[] keys = new ulong[5];
            float[] distances = new float[5];
            for (int i = 0; i < PerThread; i++)
            {
                ulong key = Key(thread, i);
                index.Replace(key, Vector(key));
                int found = index.Search(Vector(key), 5, keys, distances);
                CheckHits(Vector(key), keys, distances, found);
                switch (random.Next(6))
                {
                    case 0:
                        Assert.True(index.Remove(key));
                        Interlocked.Increment(ref removed);
                        break;
                    case 1:
                        Assert.True(index.Replace(key, Vector(key)));
                        break;
                    case 2 when i % 10 == 0:
                        index.Serialize().Payload.Dispose();
                        break;
                    default:
                        Assert.True(index.Contains(key));
                        break;
                }
            }
        });

        Assert.Equal((Threads * PerThread) - removed, index.Count);
        Assert.Equal(index.Count, AllKeys().Count(index.Contains));
    }

    [SkippableFact]
    public async Task Add_OneKeyFrom64Threads_SucceedsExactlyOnce()
    {
        NativeLibraryRequired.Check();
        using var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions });
        int added = 0;

        await OnThreads(thread =>
        {
            try
            {
                index.Add(42, Vector((ulong)thread));
                Interlocked.Increment(ref added);
            }
            catch (ArgumentException)
            {
                Assert.True(index.Contains(42));
            }
        });

        Assert.Equal(1, added);
        Assert.Equal(1, index.Count);
    }

    [SkippableFact]
    public async Task Dispose_WhileOthersSearch_EndsThemWithObjectDisposed()
    {
        NativeLibraryRequired.Check();
        var index = new UsearchIndex(new UsearchParameters { Dimensions = Dimensions });
        index.AddRange(TestVectors.Keys(500), TestVectors.Many(1, 500, Dimensions));
        using var everyoneSearched = new CountdownEvent(Threads);
        Task searching = OnThreads(thread =>
        {
            index.Search(Vector((ulong)thread), 5, new ulong[5], new float[5]);
            everyoneSearched.Signal();
            Assert.Throws<ObjectDisposedException>(() => SearchForEver(index, Vector((ulong)thread)));
        });
        everyoneSearched.Wait();

        index.Dispose();
        await searching.WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static void CheckHits(float[] query, ulong[] keys, float[] distances, int found)
    {
        for (int i = 0; i < found; i++)
        {
            Assert.InRange(keys[i], 0UL, Key(Threads, PerThread));
            Assert.Equal(ExactIndex.Distance(UsearchMetric.L2sq, query, Vector(keys[i])), distances[i], 1e-2);
            Assert.True(i == 0 || distances[i - 1] <= distances[i]);
        }
    }

    private static void SearchForEver(UsearchIndex index, float[] query)
    {
        ulong[] keys = new ulong[5];
        float[] distances = new float[5];
        while (index.Search(query, 5, keys, distances) >= 0)
        {
        }
    }

    /// <summary>The share of the vectors that a search for them finds first.</summary>
    private static double SelfRecall(UsearchIndex index)
    {
        ulong[] nearest = new ulong[1];
        return AllKeys().Count(key => index.Search(Vector(key), 1, nearest, new float[1]) == 1 && nearest[0] == key) / (double)(Threads * PerThread);
    }

    private static Task OnThreads(Action<int> body) => Task.WhenAll(Enumerable.Range(0, Threads).Select(thread =>
        Task.Factory.StartNew(() => body(thread), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private static ulong Key(int thread, int i) => ((ulong)thread * 1000) + (ulong)i;

    private static IEnumerable<ulong> AllKeys() =>
        from thread in Enumerable.Range(0, Threads) from i in Enumerable.Range(0, PerThread) select Key(thread, i);

    private static float[] Vector(ulong key) => TestVectors.One((int)key, Dimensions);
}
