using CsCheck;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;

namespace Reminisce.VectorData.Tests.Snapshots;

public class SnapshotHeaderTests
{
    [Fact]
    public void ToBytesThenTryParse_AnyValues_GivesThemBack() =>
        Gen.Select(Gen.Int, Gen.Int, Gen.Long, Gen.Long, Gen.Byte.Array[32]).Sample((small, other, big, long64, hash) =>
        {
            var header = new SnapshotHeader(
                new UsearchParameters { Dimensions = small, Metric = (UsearchMetric)other, Connectivity = other, EfConstruction = small },
                Sequence: big,
                Count: long64,
                Removed: big ^ 1,
                PayloadLength: long64 ^ 1,
                PayloadHash: hash);

            Assert.Null(SnapshotHeader.TryParse(header.ToBytes(), out SnapshotHeader? parsed, out bool isDamaged));
            Assert.False(isDamaged);
            Assert.Equal(header with { PayloadHash = default }, parsed! with { PayloadHash = default });
            Assert.Equal(hash, parsed.PayloadHash.ToArray());
        });

    [Fact]
    public void TryParse_RandomBytes_IsDamagedAndNeverThrows() =>
        Gen.Byte.Array[SnapshotHeader.Length].Sample(bytes =>
        {
            Assert.NotNull(SnapshotHeader.TryParse(bytes, out SnapshotHeader? header, out bool isDamaged));
            Assert.Null(header);
            Assert.True(isDamaged);
        });
}
