using Reminisce.Training.Learning.Checkpoints;

namespace Reminisce.Training.Tests.Learning;

public sealed class CheckpointFileTests
{
    [Fact]
    public void Read_WrittenCheckpoint_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        var written = Sample(7);

        CheckpointFile.Write(folder.File("a"), written);
        var read = CheckpointFile.Read(folder.File("a"));

        Assert.Equal(("run", 7L), (read.Run, read.Step));
        Assert.Equal(written.Weights.Select(p => p.Key), read.Weights.Select(p => p.Key));
        Assert.Equal([1f, 2f], read.Weights[0].Value);
        Assert.Equal([3f], read.Weights[1].Value);
        Assert.Equal([.1f, .2f, .3f], read.Mean);
        Assert.Equal([.4f, .5f, .6f], read.Square);
    }

    [Fact]
    public void Read_AnyFlippedByte_IsRefused()
    {
        using var folder = new TemporaryFolder();
        CheckpointFile.Write(folder.File("a"), Sample(7));
        var bytes = File.ReadAllBytes(folder.File("a"));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(folder.File("b"), bytes);
            var error = Assert.Throws<InvalidDataException>(() => CheckpointFile.Read(folder.File("b")));
            Assert.Contains("not a whole checkpoint", error.Message, StringComparison.Ordinal);
            bytes[i] ^= 1;
        }
    }

    [Fact]
    public void Write_DiskThatFails_LeavesTheLastOne()
    {
        using var folder = new TemporaryFolder();
        CheckpointFile.Write(folder.File("a"), Sample(7));
        Directory.CreateDirectory(folder.File("a.new"));

        Assert.ThrowsAny<Exception>(() => CheckpointFile.Write(folder.File("a"), Sample(8)));

        Assert.Equal(7, CheckpointFile.Read(folder.File("a")).Step);
    }

    [SkippableFact]
    public void Write_DiskFull_SaysSoAndKeepsTheLastOneUntilThereIsRoom()
    {
        using var disk = SmallDisk.TryMount(kilobytes: 64);
        Skip.If(disk is null, "A small disk can only be mounted by root on Linux.");
        var path = Path.Combine(disk.Root, "run");
        CheckpointFile.Write(path, Sample(7));
        var large = Sample(8) with { Mean = new float[20_000], Square = new float[20_000] };

        var error = Assert.Throws<IOException>(() => CheckpointFile.Write(path, large));

        Assert.Contains("The checkpoint of step 8 could not be written", error.Message, StringComparison.Ordinal);
        Assert.Contains("No space left", error.Message, StringComparison.Ordinal);
        Assert.Equal(7, CheckpointFile.Read(path).Step);
        disk.Grow(1024);
        CheckpointFile.Write(path, large);
        Assert.Equal(8, CheckpointFile.Read(path).Step);
    }

    private static Checkpoint Sample(long step) =>
        new("run", step, [new("one", [1, 2]), new("two", [3])], [.1f, .2f, .3f], [.4f, .5f, .6f]);
}
