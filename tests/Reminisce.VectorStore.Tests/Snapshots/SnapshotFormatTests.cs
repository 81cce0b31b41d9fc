using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Storage;

namespace Reminisce.VectorData.Tests.Snapshots;

/// <summary>A snapshot written once in format 1 and kept: every later version must open it.</summary>
public class SnapshotFormatTests
{
    [SkippableFact]
    public void Read_FrozenFormat1_GivesItsVectors()
    {
        NativeLibraryRequired.Check();
        var storage = new SimulatedFileStorage();
        using Stream fixture = typeof(SnapshotFormatTests).Assembly.GetManifestResourceStream("snapshot-format-1.usearch")!;
        byte[] bytes = new byte[fixture.Length];
        fixture.ReadExactly(bytes);
        storage.SetBytes("/index", bytes);

        SnapshotOutcome outcome = new IndexSnapshot(storage, "/index").Read(Parameters);

        Assert.True(outcome.IsLoaded, outcome.Reason);
        using UsearchIndex index = outcome.Index;
        Assert.Equal(1234567890123, outcome.Sequence);
        Assert.Equal(11, index.Count);
        Assert.Equal(1, index.Removed);
        ulong[] keys = new ulong[1];
        float[] distances = new float[1];
        for (int i = 0; i < 12; i++)
        {
            float[] corner = Corner(i);
            Assert.Equal(1, index.Search(corner, 1, keys, distances));
            Assert.Equal(i != 5, keys[0] == (ulong)(100 + i));
            Assert.Equal(i != 5, distances[0] == 0);
        }
    }

    private static UsearchParameters Parameters => new() { Dimensions = 4, Metric = UsearchMetric.L2sq };

    /// <summary>The corners of a cube in four dimensions: f16 holds them exactly.</summary>
    private static float[] Corner(int i) => [i & 1, (i >> 1) & 1, (i >> 2) & 1, (i >> 3) & 1];
}
