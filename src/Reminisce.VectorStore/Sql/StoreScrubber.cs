using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Sql;

/// <summary>Takes the last traces of deleted records off the disk; runs on the writer's thread, outside a transaction.</summary>
/// <remarks>Dispose it after the last connection: POSIX drops all locks of a process on a file when any descriptor of it is closed.</remarks>
internal sealed class StoreScrubber(StoreFiles files, IFileStorage storage, IndexRegistry indexes) : IDisposable
{
    private FileStream? _database;

    public UsearchScrubReceipt Scrub(SqliteConnection connection)
    {
        // secure_delete has zeroed the rows; old versions of their pages are still in the log, their vectors in the graphs.
        indexes.Forget();
        connection.Run("DELETE FROM tombstones");
        using (var checkpoint = connection.Command("PRAGMA wal_checkpoint(TRUNCATE)"))
        using (var reader = checkpoint.ExecuteReader())
        {
            if (reader.Read() && reader.GetInt64(0) != 0)
            {
                throw StoreErrors.Create(
                    $"{files.Wal} could not be emptied, because another process or a long query still reads it: repeat the scrub when it has ended.", files, null, "Scrub");
            }
        }

        // SQLite cuts the log without a sync, for it can do without: a power loss could bring the old pages back.
        storage.Sync(files.Wal);
        return new UsearchScrubReceipt
        {
            Files = [.. Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories)
                .Where(path => path != files.Lock && path != files.SharedMemory)
                .Order(StringComparer.Ordinal)
                .Select(Describe)],
        };
    }

    public void Dispose() => _database?.Dispose();

    private UsearchScrubbedFile Describe(string path)
    {
        if (path == files.Database)
        {
            _database ??= Open(path);
            _database.Position = 0;
            return Describe(path, _database);
        }

        using var stream = Open(path);
        return Describe(path, stream);
    }

    private UsearchScrubbedFile Describe(string path, FileStream stream)
        => new(Path.GetRelativePath(files.Folder, path), stream.Length, Convert.ToHexString(SHA256.HashData(stream)));

    // Unbuffered: the database stays open between scrubs, and a buffer would answer with what it held before.
    private static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
