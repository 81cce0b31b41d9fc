using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Storage;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Storage;

namespace Reminisce.VectorData.Tests.Snapshots;

public class IndexSnapshotTests
{
    private static readonly UsearchParameters s_parameters = new() { Dimensions = 24 };

    [SkippableTheory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(700)]
    public void WriteThenRead_OnDisk_GivesTheSameIndex(int count)
    {
        NativeLibraryRequired.Check();
        string directory = Directory.CreateTempSubdirectory("reminisce-snapshot-").FullName;
        try
        {
            var snapshot = new IndexSnapshot(PhysicalFileStorage.Instance, Path.Combine(directory, "vector.usearch"));
            using var written = new UsearchIndex(s_parameters);
            written.AddRange(TestVectors.Keys(count), TestVectors.Many(1, count, 24));
            if (count > 1)
            {
                Assert.True(written.Remove(3));
            }

            snapshot.Write(written, sequence: 41);
            SnapshotOutcome outcome = snapshot.Read(s_parameters);

            Assert.Equal(SnapshotState.Loaded, outcome.State);
            Assert.Equal(41, outcome.Sequence);
            using UsearchIndex read = outcome.Index!;
            Assert.Equal(written.Count, read.Count);
            Assert.Equal(written.Removed, read.Removed);
            Assert.Equal(Answer(written), Answer(read));
            read.Add(1_000_000, TestVectors.One(2, 24));
            Assert.Equal(written.Count + 1, read.Count);
            Assert.Equal([Path.Combine(directory, "vector.usearch")], Directory.GetFiles(directory));
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    [SkippableFact]
    public void Read_NothingWritten_IsMissing()
    {
        NativeLibraryRequired.Check();

        SnapshotOutcome outcome = new IndexSnapshot(new SimulatedFileStorage(), "/index").Read(s_parameters);

        Assert.Equal(SnapshotState.Missing, outcome.State);
        Assert.Contains("/index", outcome.Reason, StringComparison.Ordinal);
        Assert.Null(outcome.Index);
    }

    [SkippableFact]
    public void Delete_AfterWrite_IsMissingAndStaysSoThroughPowerLoss()
    {
        NativeLibraryRequired.Check();
        var storage = new SimulatedFileStorage();
        var snapshot = new IndexSnapshot(storage, "/index");
        using var index = new UsearchIndex(s_parameters);
        snapshot.Write(index, 1);
        snapshot.Delete();
        storage.LosePower(keepNames: false, new Random(1));

        Assert.Equal(SnapshotState.Missing, snapshot.Read(s_parameters).State);
    }

    [SkippableFact]
    public void Read_OtherParameters_IsStaleAndSaysWhich()
    {
        NativeLibraryRequired.Check();
        var snapshot = new IndexSnapshot(new SimulatedFileStorage(), "/index");
        using var index = new UsearchIndex(s_parameters);
        snapshot.Write(index, 1);

        Assert.All(
            new[]
            {
                s_parameters with { Dimensions = 25 },
                s_parameters with { Metric = UsearchMetric.L2sq },
                s_parameters with { Quantization = UsearchQuantization.F32 },
                s_parameters with { Connectivity = 8 },
                s_parameters with { EfConstruction = 64 },
            },
            other =>
            {
                SnapshotOutcome outcome = snapshot.Read(other);
                Assert.Equal(SnapshotState.StaleParameters, outcome.State);
                Assert.Contains($"{other.Dimensions} dimensions, {other.Metric}, {other.Quantization}, M = {other.Connectivity}", outcome.Reason, StringComparison.Ordinal);
            });
    }

    [SkippableFact]
    public void Read_OtherSearchEf_IsLoadedWithIt()
    {
        NativeLibraryRequired.Check();
        var snapshot = new IndexSnapshot(new SimulatedFileStorage(), "/index");
        using var index = new UsearchIndex(s_parameters);
        snapshot.Write(index, 1);

        SnapshotOutcome outcome = snapshot.Read(s_parameters with { Ef = 200 });

        Assert.Equal(SnapshotState.Loaded, outcome.State);
        using UsearchIndex read = outcome.Index!;
        Assert.Equal(200, read.Parameters.Ef);
    }

    [SkippableFact]
    public void Write_Cancelled_KeepsTheOldSnapshot()
    {
        NativeLibraryRequired.Check();
        var storage = new SimulatedFileStorage();
        var snapshot = new IndexSnapshot(storage, "/index");
        using var index = new UsearchIndex(s_parameters);
        snapshot.Write(index, 1);

        Assert.Throws<OperationCanceledException>(() => snapshot.Write(index, 2, new CancellationToken(canceled: true)));
        SnapshotOutcome outcome = snapshot.Read(s_parameters);
        outcome.Index?.Dispose();
        Assert.Equal(1, outcome.Sequence);
        Assert.Equal(["/index"], storage.List("/"));
    }

    private static (ulong Key, float Distance)[] Answer(UsearchIndex index)
    {
        ulong[] keys = new ulong[10];
        float[] distances = new float[10];
        int found = index.Search(TestVectors.One(99, 24), 10, keys, distances);
        return [.. keys.Zip(distances).Take(found)];
    }
}
