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

    private static Checkpoint Sample(long step) =>
        new("run", step, [new("one", [1, 2]), new("two", [3])], [.1f, .2f, .3f], [.4f, .5f, .6f]);
}
