using System.Globalization;

namespace Reminisce.VectorData.Sql;

/// <summary>The names of the files that make up one store.</summary>
internal sealed record StoreFiles(string Folder)
{
    public string Database => Path.Combine(Folder, "store.db");

    /// <summary>Gets a value indicating whether nobody can write to the folder, so that SQLite needs no log and no locks to read it.</summary>
    public bool IsUnchanging { get; init; }

    public string Wal => Database + "-wal";

    /// <summary>Gets the log's shared memory: page numbers only, and locked, so that this process must not open it beside SQLite.</summary>
    public string SharedMemory => Database + "-shm";

    public string Lock => Path.Combine(Folder, "store.lock");

    /// <summary>Gets the file that says who holds the lock; the lock file itself cannot be read while it is held.</summary>
    public string LockOwner => Path.Combine(Folder, "store.lock.owner");

    public string IndexFolder => Path.Combine(Folder, "index");

    /// <summary>Gets where a repair keeps a damaged database.</summary>
    public string Aside(DateTimeOffset when) => string.Create(CultureInfo.InvariantCulture, $"{Database}.damaged-{when.UtcDateTime:yyyyMMdd'T'HHmmssfff'Z'}");

    /// <summary>Gets where a repair puts a new database together; what is there afterwards is of a repair that broke off.</summary>
    public string SalvageFolder => Path.Combine(Folder, "salvage.partial");

    /// <summary>Finds the databases that repairs have kept.</summary>
    public IEnumerable<string> SetAside() => Directory.GetFiles(Folder, "store.db.damaged-*");

    /// <summary>Finds the copies that were made before migrations.</summary>
    public IEnumerable<string> BeforeMigrations() => Directory.GetFiles(Folder, "store.db.v*");

    /// <summary>Gets the copy that was made before a migration.</summary>
    public string BeforeMigration(long version) => string.Create(CultureInfo.InvariantCulture, $"{Database}.v{version}");
}
