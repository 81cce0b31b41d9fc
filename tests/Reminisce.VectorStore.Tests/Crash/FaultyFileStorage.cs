using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>The store's own file operations, counted, recorded and failed together with those of SQLite.</summary>
internal sealed class FaultyFileStorage(FaultyDisk disk) : IFileStorage
{
    private static PhysicalFileStorage Files => PhysicalFileStorage.Instance;

    public bool Exists(string path) => Files.Exists(path);

    public IWritableFile Create(string path)
    {
        Check(disk.Create(path));
        return new FaultyWritableFile(disk, disk.Number(path), Files.Create(path));
    }

    public Stream OpenRead(string path) => Files.OpenRead(path);

    public void Replace(string source, string target)
    {
        Check(disk.Rename(source, target));
        Files.Replace(source, target);
    }

    public void Sync(string path) => Check(disk.Sync(disk.Number(path), syncsFolder: false));

    public void SyncDirectory(string directory) => Check(disk.SyncFolder(directory));

    public void Delete(string path)
    {
        if (Files.Exists(path))
        {
            Check(disk.Delete(path, syncsFolder: false));
            Files.Delete(path);
        }
    }

    public IReadOnlyList<string> List(string directory, string prefix = "") => Files.List(directory, prefix);

    private static void Check(int fault)
    {
        if (fault != 0)
        {
            throw new IOException($"Made to fail with code {fault}.");
        }
    }

    private sealed class FaultyWritableFile(FaultyDisk disk, int number, IWritableFile file) : IWritableFile
    {
        private long _length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            var (fault, written) = disk.Write(number, _length, bytes);
            file.Write(bytes[..written]);
            _length += written;
            Check(fault);
        }

        public void Sync() => Check(disk.Sync(number, syncsFolder: false));

        public void Dispose() => file.Dispose();
    }
}
