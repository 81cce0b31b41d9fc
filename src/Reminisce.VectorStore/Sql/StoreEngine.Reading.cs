using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Reminisce.VectorData.Sql.Migrations;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Sql;

/// <content>Opening a store that is only read.</content>
internal sealed partial class StoreEngine
{
    private static StoreEngine OpenReadOnly(StoreFiles files, ILogger log, IFileStorage storage, IReadOnlyList<StoreMigration> road)
    {
        if (!File.Exists(files.Database))
        {
            throw StoreErrors.Create($"There is no store in {files.Folder} that could be opened read-only: open it without ReadOnly once to create it.", files, null, "Open");
        }

        try
        {
            return new StoreEngine(files, log, storage, ReadId(files, road), null, null);
        }
        catch (SqliteException error) when (error.SqliteErrorCode is StoreErrors.CannotOpen or StoreErrors.ReadOnly)
        {
            return OpenUnchanging(files with { IsUnchanging = true }, log, storage, road, error);
        }
        catch (SqliteException error)
        {
            throw StoreErrors.Wrap(error, files, null, "Open");
        }
    }

    /// <summary>Opens a store in a place where SQLite cannot keep its shared memory: a read-only folder, disk or archive.</summary>
    private static StoreEngine OpenUnchanging(StoreFiles files, ILogger log, IFileStorage storage, IReadOnlyList<StoreMigration> road, SqliteException reason)
    {
        if (new FileInfo(files.Wal) is { Exists: true, Length: > 0 })
        {
            throw StoreErrors.Create(
                $"{files.Wal} holds writes that are not in {files.Database} yet, and its folder cannot be written to: copy the folder to a place where it can, and open it there.",
                files,
                null,
                "Open",
                reason);
        }

        // Without its own locks SQLite would not notice a writer; the store's lock keeps writers out instead.
        var taken = StoreLock.Share(files);
        try
        {
            var engine = new StoreEngine(files, log, storage, ReadId(files, road), taken, null);
            log.OpenedUnchanging(files.Folder);
            return engine;
        }
        catch (SqliteException error)
        {
            taken?.Dispose();
            throw StoreErrors.Wrap(error, files, null, "Open");
        }
        catch
        {
            taken?.Dispose();
            throw;
        }
    }

    private static long ReadId(StoreFiles files, IReadOnlyList<StoreMigration> road)
    {
        using var connection = SqlConnections.OpenReader(files);
        var newest = StoreMigrator.Newest(road);
        if (StoreSchema.IsEmptyOrOurs(connection, files, newest))
        {
            throw StoreErrors.Create($"{files.Database} is empty: open the store without ReadOnly once to create it.", files, null, "Open");
        }

        return connection.Number("PRAGMA user_version") is var version && version < newest
            ? throw StoreErrors.Create(
                $"{files.Database} has schema version {version}, and this version of the library reads version {newest}: open the store without ReadOnly once to migrate it.", files, null, "Open")
            : StoreId(connection);
    }
}
