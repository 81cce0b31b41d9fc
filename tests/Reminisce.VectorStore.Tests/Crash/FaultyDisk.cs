namespace Reminisce.VectorData.Tests.Crash;

/// <summary>A folder whose changes are counted, recorded and made to fail, whether SQLite or the store itself makes them.</summary>
/// <remarks>Thread-safe. A failed write leaves its first half behind, as a full disk does.</remarks>
internal sealed class FaultyDisk : IDisposable
{
    private const int CannotOpen = 14;
    private const int Full = 13;
    private const int WriteFault = 10 | (3 << 8);
    private const int SyncFault = 10 | (4 << 8);
    private const int TruncateFault = 10 | (6 << 8);
    private const int DeleteFault = 10 | (10 << 8);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly List<DiskOperation> _trace = [];
    private readonly bool _recording;
    private int _files;
    private int _operations;
    private int _failAt;
    private bool _failEverAfter;

    public FaultyDisk(string root, bool recording = false)
    {
        Root = root;
        _recording = recording;
        SqliteFileSystem.Watch(this);
    }

    public string Root { get; }

    /// <summary>Gets everything that was done so far.</summary>
    public IReadOnlyList<DiskOperation> Trace => _trace;

    /// <summary>Gets the number of changes since <see cref="Fail"/> or the beginning.</summary>
    public int Operations => Volatile.Read(ref _operations);

    /// <summary>Gets whether a change was refused since the last call of <see cref="Fail"/>.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Lets the n-th change from now on fail, and all that follow if asked to; 0 heals the disk.</summary>
    public void Fail(int operation, bool everAfter = false)
    {
        lock (_lock)
        {
            (_operations, _failAt, _failEverAfter, HasFailed) = (0, operation, everAfter, false);
        }
    }

    public int Number(string path)
    {
        lock (_lock)
        {
            return _numbers.TryGetValue(path, out var number) ? number : _numbers[path] = _files++;
        }
    }

    public int Create(string path)
    {
        lock (_lock)
        {
            if (Fails())
            {
                return CannotOpen;
            }

            _numbers[path] = _files++;
            Record(new DiskOperation(DiskOperationKind.Create, _numbers[path], Relative(path)));
            return 0;
        }
    }

    /// <summary>Tells how much of a write is done and what is answered.</summary>
    public (int Fault, int Written) Write(int file, long offset, ReadOnlySpan<byte> bytes)
    {
        lock (_lock)
        {
            var fault = Fails() ? (_operations % 2 == 0 ? Full : WriteFault) : 0;
            var written = fault == 0 ? bytes.Length : bytes.Length / 2;
            Record(new DiskOperation(DiskOperationKind.Write, file, Offset: offset, Bytes: _recording ? bytes[..written].ToArray() : null));
            return (fault, written);
        }
    }

    public int Truncate(int file, long size)
        => Do(new DiskOperation(DiskOperationKind.Truncate, file, Offset: size), TruncateFault);

    public int Sync(int file, bool syncsFolder)
        => Do(new DiskOperation(DiskOperationKind.Sync, file, SyncsFolder: syncsFolder), SyncFault);

    public int Delete(string path, bool syncsFolder)
        => Do(new DiskOperation(DiskOperationKind.Delete, Number(path), Relative(path), SyncsFolder: syncsFolder), DeleteFault);

    public int SyncFolder(string folder) => Do(new DiskOperation(DiskOperationKind.SyncFolder, -1, Relative(folder)), SyncFault);

    public int Rename(string source, string target)
    {
        lock (_lock)
        {
            if (Fails())
            {
                return WriteFault;
            }

            _numbers[target] = Number(source);
            _numbers.Remove(source);
            Record(new DiskOperation(DiskOperationKind.Rename, _numbers[target], $"{Relative(source)}\n{Relative(target)}"));
            return 0;
        }
    }

    public void Dispose() => SqliteFileSystem.Forget(this);

    private int Do(DiskOperation operation, int fault)
    {
        lock (_lock)
        {
            if (Fails())
            {
                return fault;
            }

            Record(operation);
            return 0;
        }
    }

    private bool Fails()
    {
        _operations++;
        var fails = _failAt != 0 && (_operations == _failAt || (_failEverAfter && _operations > _failAt));
        HasFailed |= fails;
        return fails;
    }

    private void Record(DiskOperation operation)
    {
        if (_recording)
        {
            _trace.Add(operation);
        }
    }

    private string Relative(string path) => Path.GetRelativePath(Root, path);
}
