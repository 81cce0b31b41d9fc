using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Scrub;

/// <summary>Takes the last traces of deleted records off the disk; runs on the writer's thread, outside a transaction.</summary>
/// <remarks>
/// secure_delete zeroes deleted rows, but that is not all there is: when SQLite splits or joins pages, it leaves copies
/// of moved cells in their free space, and the full-text index keeps the beginnings of words as signposts. Both were found
/// by looking for every deleted byte. So the words are indexed anew and the whole file is written anew.
/// Dispose it after the last connection: POSIX drops all locks of a process on a file when any descriptor of it is closed.
/// </remarks>
internal sealed class StoreScrubber(StoreFiles files, IFileStorage storage, IndexRegistry indexes) : IDisposable
{
    private FileStream? _database;

    public UsearchScrubReceipt Scrub(SqliteConnection connection, DateTimeOffset now)
    {
        DeleteCopies();
        indexes.Forget();
        connection.Run("DELETE FROM tombstones");
        foreach (var table in Catalog.ReadNames(connection).Select(name => Catalog.Read(connection, name)!).Where(table => table.FullTextColumns.Any()))
        {
            connection.Run($"INSERT INTO {table.FullText}({table.FullText}) VALUES('rebuild')");
        }

        // As large as the store itself: too much for memory. The file is unlinked before its first byte is written.
        connection.Run("PRAGMA temp_store=FILE");
        try
        {
            connection.Run("VACUUM");
        }
        finally
        {
            connection.Run("PRAGMA temp_store=MEMORY");
        }

        // The old versions of pages are still in the log: it is folded in and cut to nothing.
        if (connection.Number("PRAGMA wal_checkpoint(TRUNCATE)") != 0)
        {
            throw StoreErrors.Create(
                $"{files.Wal} could not be emptied, because another process or a long query still reads it: repeat the scrub when it has ended.", files, null, "Scrub");
        }

        // SQLite cuts the log without a sync, for it can do without: a power loss could bring the old pages back.
        storage.Sync(files.Wal);
        return new UsearchScrubReceipt { ScrubbedAt = now, Files = [.. StoreInventory.List(files).Select(Describe)] };
    }

    public void Dispose() => _database?.Dispose();

    private void DeleteCopies()
    {
        if (files.SetAside().FirstOrDefault() is { } aside)
        {
            throw StoreErrors.Create(
                $"{aside} was kept by a repair and may hold deleted records: move it out of the store's folder or delete it, and repeat the scrub.", files, null, "Scrub");
        }

        foreach (var copy in files.BeforeMigrations())
        {
            storage.Delete(copy);
        }

        if (Directory.Exists(files.SalvageFolder))
        {
            Directory.Delete(files.SalvageFolder, recursive: true);
        }
    }

    private UsearchScrubbedFile Describe(string path)
    {
        if (path == files.Database)
        {
            _database ??= StoreInventory.Open(path);
            _database.Position = 0;
            return StoreInventory.Describe(files, path, _database);
        }

        return StoreInventory.Describe(files, path);
    }
}
