using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Tests.Storage;

public sealed class PhysicalFileStorageTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("reminisce-storage-").FullName;

    private static PhysicalFileStorage Storage => PhysicalFileStorage.Instance;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void CreateReplaceRead_OverAnOlderFile_GivesTheNewBytes()
    {
        Write("b", [9, 9, 9, 9]);
        Write("a", [1, 2, 3]);
        Storage.Replace(At("a"), At("b"));
        Storage.SyncDirectory(_directory);

        using Stream stream = Storage.OpenRead(At("b"));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        Assert.Equal([1, 2, 3], bytes);
        Assert.False(Storage.Exists(At("a")));
    }

    [Fact]
    public void ListAndDelete_SeveralFiles_GoByPrefix()
    {
        Write("x.2", []);
        Write("x.1", []);
        Write("y", []);
        Assert.Equal([At("x.1"), At("x.2")], Storage.List(_directory, "x."));

        Storage.Delete(At("x.1"));
        Storage.Delete(At("x.1"));
        Assert.Equal([At("x.2"), At("y")], Storage.List(_directory));
        Assert.Empty(Storage.List(At("nowhere")));
    }

    [Fact]
    public void OpenRead_NoFile_ThrowsFileNotFound() =>
        Assert.Throws<FileNotFoundException>(() => Storage.OpenRead(At("nothing")));

    [SkippableFact]
    public void SyncDirectory_NoDirectory_NamesItAndTheCause()
    {
        Skip.If(OperatingSystem.IsWindows(), "Windows has no directory sync.");

        Assert.Contains(At("nowhere"), Assert.Throws<IOException>(() => Storage.SyncDirectory(At("nowhere"))).Message, StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_directory, name);

    private void Write(string name, byte[] bytes)
    {
        using IWritableFile file = Storage.Create(At(name));
        file.Write(bytes);
        file.Sync();
    }
}
