namespace Reminisce.VectorData.Sql;

/// <summary>The names of the files that make up one store.</summary>
internal sealed record StoreFiles(string Folder)
{
    public string Database => Path.Combine(Folder, "store.db");

    public string Wal => Database + "-wal";

    /// <summary>Gets the log's shared memory: page numbers only, and locked, so that this process must not open it beside SQLite.</summary>
    public string SharedMemory => Database + "-shm";

    public string Lock => Path.Combine(Folder, "store.lock");

    /// <summary>Gets the file that says who holds the lock; the lock file itself cannot be read while it is held.</summary>
    public string LockOwner => Path.Combine(Folder, "store.lock.owner");

    public string IndexFolder => Path.Combine(Folder, "index");
}
