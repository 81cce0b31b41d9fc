using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Tests.Storage;

/// <summary>
/// A file system in memory that fails on demand and forgets what was not synced, as a power loss would.
/// Names live in a volatile and in a durable directory; contents remember how much of them was synced.
/// </summary>
internal sealed class SimulatedFileStorage : IFileStorage
{
    private readonly Dictionary<string, FileContent> _durable = [];
    private Dictionary<string, FileContent> _volatile = [];

    /// <summary>The operations so far: every call that could fail on a disk.</summary>
    public int Operations { get; private set; }

    /// <summary>The number of the operation that fails with an IOException, counted from 1; 0 for none.</summary>
    public int FailAt { get; set; }

    /// <summary>Whether everything after the failed operation fails as well, as when the process is gone.</summary>
    public bool FailEverAfter { get; set; }

    /// <summary>Drops what was never synced: names to the last directory sync, contents to their last file sync.</summary>
    /// <param name="keepNames">Whether the file system had written the names of its own accord, which it may.</param>
    /// <param name="random">Chooses how much of the unsynced tail of a file survives, and what stands in place of the rest.</param>
    public void LosePower(bool keepNames, Random random)
    {
        if (!keepNames)
        {
            _volatile = new Dictionary<string, FileContent>(_durable);
        }

        foreach (FileContent content in _volatile.Values.Distinct())
        {
            content.LosePower(random);
        }

        (Operations, FailAt, FailEverAfter) = (0, 0, false);
    }

    public byte[] Bytes(string path) => [.. _volatile[path].Bytes];

    public void SetBytes(string path, byte[] bytes) => _durable[path] = _volatile[path] = new FileContent(bytes);

    public bool Exists(string path) => _volatile.ContainsKey(path);

    public IWritableFile Create(string path)
    {
        Step("create");
        var content = new FileContent([]);
        _volatile[path] = content;
        return new WritableFile(this, content);
    }

    public Stream OpenRead(string path)
    {
        Step("open");
        return _volatile.TryGetValue(path, out FileContent? content)
            ? new MemoryStream([.. content.Bytes], writable: false)
            : throw new FileNotFoundException("There is no such file.", path);
    }

    public void Replace(string source, string target)
    {
        Step("rename");
        _volatile[target] = _volatile[source];
        _volatile.Remove(source);
    }

    public void Sync(string path)
    {
        Step("sync");
        _volatile[path].Sync();
    }

    public void SyncDirectory(string directory)
    {
        Step("sync directory");
        _durable.Clear();
        foreach ((string path, FileContent content) in _volatile)
        {
            _durable[path] = content;
        }
    }

    public void Delete(string path)
    {
        Step("delete");
        _volatile.Remove(path);
    }

    public IReadOnlyList<string> List(string directory, string prefix = "") =>
        [.. _volatile.Keys.Where(path => Path.GetDirectoryName(path) == directory && Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private void Step(string operation)
    {
        Operations++;
        if (FailAt != 0 && (Operations == FailAt || (FailEverAfter && Operations > FailAt)))
        {
            throw new IOException($"Operation {Operations} ({operation}) was made to fail.");
        }
    }

    private sealed class FileContent(byte[] bytes)
    {
        private int _synced = bytes.Length;

        public List<byte> Bytes { get; } = [.. bytes];

        public void Sync() => _synced = Bytes.Count;

        public void LosePower(Random random)
        {
            int kept = random.Next(_synced, Bytes.Count + 1);
            int zeroed = random.Next(2) == 0 ? 0 : Bytes.Count - kept;
            Bytes.RemoveRange(kept, Bytes.Count - kept);
            Bytes.AddRange(new byte[zeroed]);
            _synced = Bytes.Count;
        }
    }

    private sealed class WritableFile(SimulatedFileStorage storage, FileContent content) : IWritableFile
    {
        public void Write(ReadOnlySpan<byte> bytes)
        {
            try
            {
                storage.Step("write");
            }
            catch (IOException)
            {
                // A failed write may have written a part: half of it here.
                content.Bytes.AddRange(bytes[..(bytes.Length / 2)]);
                throw;
            }

            content.Bytes.AddRange(bytes);
        }

        public void Sync()
        {
            storage.Step("sync");
            content.Sync();
        }

        public void Dispose()
        {
        }
    }
}
