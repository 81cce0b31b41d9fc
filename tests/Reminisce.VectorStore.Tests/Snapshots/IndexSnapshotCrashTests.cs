using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Storage;

namespace Reminisce.VectorData.Tests.Snapshots;

/// <summary>Whatever operation of a second snapshot fails, the first or the second is read afterwards.</summary>
public class IndexSnapshotCrashTests
{
    private static readonly UsearchParameters s_parameters = new() { Dimensions = 64, Quantization = UsearchQuantization.F32 };

    [SkippableFact]
    public void Write_AnyOperationFails_KeepsTheOldSnapshotAndLeavesNothingBehind()
    {
        using Scene scene = new();
        int operations = scene.CountOperations();
        for (int failAt = 1; failAt <= operations; failAt++)
        {
            SimulatedFileStorage storage = scene.FirstWritten();
            storage.FailAt = storage.Operations + failAt;

            Assert.Throws<IOException>(() => new IndexSnapshot(storage, "/index").Write(scene.Second, 2));

            // The last operation is the directory's sync: then the new name is there, only not yet surely.
            AssertReads(storage, scene, failAt == operations ? 2 : 1);
            Assert.Equal(["/index"], storage.List("/"));
        }
    }

    [SkippableFact]
    public void Write_PowerLostAtAnyOperation_KeepsTheOldOrTheNewSnapshot()
    {
        using Scene scene = new();
        int operations = scene.CountOperations();
        int old = 0, renewed = 0;
        for (int failAt = 1; failAt <= operations; failAt++)
        {
            for (int seed = 0; seed < 8; seed++)
            {
                SimulatedFileStorage storage = scene.FirstWritten();
                storage.FailAt = storage.Operations + failAt;
                storage.FailEverAfter = true;
                Assert.Throws<IOException>(() => new IndexSnapshot(storage, "/index").Write(scene.Second, 2));
                storage.LosePower(keepNames: seed % 2 == 0, new Random(seed));

                _ = AssertReads(storage, scene, 1, 2) == 1 ? old++ : renewed++;

                // And whatever is left over does not hinder the next one.
                new IndexSnapshot(storage, "/index").Write(scene.Second, 2);
                AssertReads(storage, scene, 2);
                Assert.Equal(["/index"], storage.List("/"));
            }
        }

        Assert.True(old > 0 && renewed > 0, $"{old} old and {renewed} new snapshots: both must have come up");
    }

    [SkippableFact]
    public void Write_PowerLostRightAfter_KeepsTheNewSnapshot()
    {
        using Scene scene = new();
        SimulatedFileStorage storage = scene.FirstWritten();
        new IndexSnapshot(storage, "/index").Write(scene.Second, 2);
        storage.LosePower(keepNames: false, new Random(1));

        AssertReads(storage, scene, 2);
    }

    private static long AssertReads(SimulatedFileStorage storage, Scene scene, params long[] sequences)
    {
        SnapshotOutcome outcome = new IndexSnapshot(storage, "/index").Read(s_parameters);
        Assert.True(outcome.IsLoaded, outcome.Reason);
        using UsearchIndex index = outcome.Index;
        Assert.Contains(outcome.Sequence, sequences);
        Assert.Equal(outcome.Sequence == 1 ? scene.First.Count : scene.Second.Count, index.Count);
        return outcome.Sequence;
    }

    private sealed class Scene : IDisposable
    {
        public Scene()
        {
            NativeLibraryRequired.Check();
            First = new UsearchIndex(s_parameters);
            First.AddRange(TestVectors.Keys(10), TestVectors.Many(1, 10, 64));

            // Long enough for its content to go out in more than one write.
            Second = new UsearchIndex(s_parameters with { EfConstruction = 128 });
            Second.AddRange(TestVectors.Keys(5000), TestVectors.Many(2, 5000, 64));
        }

        public UsearchIndex First { get; }

        public UsearchIndex Second { get; }

        public SimulatedFileStorage FirstWritten()
        {
            var storage = new SimulatedFileStorage();
            new IndexSnapshot(storage, "/index").Write(First, 1);
            return storage;
        }

        public int CountOperations()
        {
            SimulatedFileStorage storage = FirstWritten();
            int before = storage.Operations;
            new IndexSnapshot(storage, "/index").Write(Second, 2);
            Assert.True(storage.Operations - before >= 6);
            return storage.Operations - before;
        }

        public void Dispose()
        {
            First.Dispose();
            Second.Dispose();
        }
    }
}
