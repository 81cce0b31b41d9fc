using CsCheck;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Tests.Storage;

namespace Reminisce.VectorData.Tests.Native;

/// <summary>Random operations on an index and on a dictionary with an exact scan; both must answer alike throughout.</summary>
public class UsearchIndexModelTests
{
    private const int Dimensions = 6;
    private const int KeySpace = 40;

    private static readonly Gen<(int Kind, int Key, int Seed)[]> s_operations =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, KeySpace - 1], Gen.Int[0, 1_000_000]).Array[1, 120];

    [SkippableFact]
    public void RandomOperations_AgainstADictionary_AnswerAlike()
    {
        NativeLibraryRequired.Check();
        s_operations.Sample(operations => Run(operations, UsearchMetric.L2sq), iter: 150, threads: 1);
        s_operations.Sample(operations => Run(operations, UsearchMetric.Cosine), iter: 150, threads: 1);
    }

    private static void Run((int Kind, int Key, int Seed)[] operations, UsearchMetric metric)
    {
        var parameters = new UsearchParameters { Dimensions = Dimensions, Metric = metric, Quantization = UsearchQuantization.F32 };
        var snapshot = new IndexSnapshot(new SimulatedFileStorage(), "/index");
        var oracle = new ExactIndex(metric);
        var index = new UsearchIndex(parameters);
        try
        {
            foreach ((int kind, int number, int seed) in operations)
            {
                ulong key = (ulong)number;
                float[] vector = TestVectors.One(seed, Dimensions);
                switch (kind)
                {
                    case 0 or 1 or 2 when !oracle.Vectors.ContainsKey(key):
                        index.Add(key, vector);
                        oracle.Vectors[key] = vector;
                        break;
                    case 0 or 1 or 2:
                        Assert.Throws<ArgumentException>(() => index.Add(key, vector));
                        break;
                    case 3:
                        Assert.Equal(oracle.Vectors.ContainsKey(key), index.Replace(key, vector));
                        oracle.Vectors[key] = vector;
                        break;
                    case 4 or 5:
                        Assert.Equal(oracle.Vectors.Remove(key), index.Remove(key));
                        break;
                    case 6:
                        AddMissing(index, oracle, number, seed);
                        break;
                    case 7:
                        snapshot.Write(index, seed);
                        index.Dispose();
                        SnapshotOutcome outcome = snapshot.Read(parameters);
                        Assert.True(outcome.IsLoaded, outcome.Reason);
                        Assert.Equal(seed, outcome.Sequence);
                        index = outcome.Index;
                        break;
                    case 8:
                        CheckSearch(index, oracle, vector, filter: null);
                        break;
                    default:
                        CheckSearch(index, oracle, vector, candidate => candidate % 3 == key % 3);
                        break;
                }

                Assert.Equal(oracle.Vectors.Count, index.Count);
                Assert.Equal(oracle.Vectors.ContainsKey(key), index.Contains(key));
            }

            CheckSearch(index, oracle, TestVectors.One(operations[0].Seed, Dimensions), filter: null);
        }
        finally
        {
            index.Dispose();
        }
    }

    /// <summary>Adds every missing key of an eighth of the key space in one batch, on two threads.</summary>
    private static void AddMissing(UsearchIndex index, ExactIndex oracle, int first, int seed)
    {
        ulong[] keys = [.. Enumerable.Range(first, KeySpace / 8).Select(key => (ulong)key).Where(key => !oracle.Vectors.ContainsKey(key))];
        float[] vectors = TestVectors.Many(seed, keys.Length, Dimensions);
        index.AddRange(keys, vectors, threads: 2);
        for (int i = 0; i < keys.Length; i++)
        {
            oracle.Vectors[keys[i]] = vectors[(i * Dimensions)..((i + 1) * Dimensions)];
        }
    }

    private static void CheckSearch(UsearchIndex index, ExactIndex oracle, float[] query, Func<ulong, bool>? filter)
    {
        const int k = 5;
        ulong[] keys = new ulong[k];
        float[] distances = new float[k];
        int found = index.Search(query, k, keys, distances, filter, expansion: 200);

        // With ef above the number of vectors the walk visits the whole graph, so the answer must be exact. Places are
        // compared by distance: two vectors almost equally far may change places between f32 and f64.
        (ulong Key, double Distance)[] exact = oracle.Search(query, k, filter);
        Assert.Equal(exact.Length, found);
        Assert.Equal(found, keys[..found].Distinct().Count());
        for (int i = 0; i < found; i++)
        {
            Assert.True(filter is null || filter(keys[i]));
            Assert.Equal(exact[i].Distance, distances[i], 1e-4);
            Assert.Equal(ExactIndex.Distance(oracle.Metric, query, oracle.Vectors[keys[i]]), distances[i], 1e-4);
        }
    }
}
