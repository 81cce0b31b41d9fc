using System.Buffers.Binary;
using System.Security.Cryptography;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Snapshots;
using Reminisce.VectorData.Tests.Native;
using Reminisce.VectorData.Tests.Storage;

namespace Reminisce.VectorData.Tests.Snapshots;

public class IndexSnapshotDamageTests
{
    private static readonly UsearchParameters s_parameters = new() { Dimensions = 16 };

    [SkippableFact]
    public void Read_AnyHeaderByteChanged_IsDamaged()
    {
        (SimulatedFileStorage storage, byte[] whole) = Write();
        for (int offset = 0; offset < SnapshotHeader.Length; offset++)
        {
            byte[] bytes = [.. whole];
            bytes[offset] ^= 0x10;
            AssertDamaged(storage, bytes);
        }
    }

    [SkippableFact]
    public void Read_AnyPayloadBitFlipped_IsDamaged()
    {
        (SimulatedFileStorage storage, byte[] whole) = Write();
        var random = new Random(20261122);
        for (int i = 0; i < 400; i++)
        {
            byte[] bytes = [.. whole];
            bytes[random.Next(SnapshotHeader.Length, bytes.Length)] ^= (byte)(1 << random.Next(8));
            AssertDamaged(storage, bytes);
        }
    }

    [SkippableFact]
    public void Read_CutAnywhereOrLonger_IsDamaged()
    {
        (SimulatedFileStorage storage, byte[] whole) = Write();
        var random = new Random(7);
        int[] lengths =
        [
            0, 1, 8, SnapshotHeader.Length - 1, SnapshotHeader.Length, SnapshotHeader.Length + 1, whole.Length - 1,
            .. Enumerable.Range(0, 50).Select(_ => random.Next(whole.Length)),
        ];
        foreach (int length in lengths)
        {
            AssertDamaged(storage, whole[..length]);
        }

        AssertDamaged(storage, [.. whole, 0]);
        AssertDamaged(storage, new byte[whole.Length]);
    }

    [SkippableFact]
    public void Read_PayloadOfAnotherSnapshot_IsDamaged()
    {
        (SimulatedFileStorage storage, byte[] whole) = Write();
        (_, byte[] other) = Write(seed: 2);

        AssertDamaged(storage, [.. whole[..SnapshotHeader.Length], .. other[SnapshotHeader.Length..]]);
    }

    [SkippableTheory]
    [InlineData(40, 999)] // count
    [InlineData(12, 15)] // dimensions
    [InlineData(24, 8)] // M
    public void Read_SoundHeaderThatLiesAboutItsPayload_IsRefused(int offset, int value)
    {
        (SimulatedFileStorage storage, byte[] bytes) = Write();
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(offset), value);
        Seal(bytes);
        storage.SetBytes("/index", bytes);
        UsearchParameters asked = offset switch
        {
            12 => s_parameters with { Dimensions = value },
            24 => s_parameters with { Connectivity = value },
            _ => s_parameters,
        };

        Assert.Equal(SnapshotState.StaleParameters, new IndexSnapshot(storage, "/index").Read(asked).State);
    }

    [SkippableFact]
    public void Read_NewerFormat_IsStaleAndNamesIt()
    {
        (SimulatedFileStorage storage, byte[] bytes) = Write();
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 2);
        Seal(bytes);
        storage.SetBytes("/index", bytes);

        SnapshotOutcome outcome = new IndexSnapshot(storage, "/index").Read(s_parameters);
        Assert.Equal(SnapshotState.StaleParameters, outcome.State);
        Assert.Contains("format 2", outcome.Reason, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Read_DiskFails_IsDamagedWithTheCause()
    {
        (SimulatedFileStorage storage, _) = Write();
        storage.FailAt = storage.Operations + 1;

        SnapshotOutcome outcome = new IndexSnapshot(storage, "/index").Read(s_parameters);
        Assert.Equal(SnapshotState.Damaged, outcome.State);
        Assert.Contains("made to fail", outcome.Reason, StringComparison.Ordinal);
    }

    private static void Seal(byte[] bytes) => SHA256.HashData(bytes.AsSpan(0, 112), bytes.AsSpan(112));

    private static void AssertDamaged(SimulatedFileStorage storage, byte[] bytes)
    {
        storage.SetBytes("/index", bytes);
        SnapshotOutcome outcome = new IndexSnapshot(storage, "/index").Read(s_parameters);
        Assert.Equal(SnapshotState.Damaged, outcome.State);
        Assert.Null(outcome.Index);
        Assert.Contains("'/index' is damaged", outcome.Reason, StringComparison.Ordinal);
    }

    private static (SimulatedFileStorage Storage, byte[] Bytes) Write(int seed = 1)
    {
        NativeLibraryRequired.Check();
        var storage = new SimulatedFileStorage();
        using var index = new UsearchIndex(s_parameters);
        index.AddRange(TestVectors.Keys(100), TestVectors.Many(seed, 100, 16));
        new IndexSnapshot(storage, "/index").Write(index, 5);
        return (storage, storage.Bytes("/index"));
    }
}
