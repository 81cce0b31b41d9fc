using Microsoft.Data.Sqlite;

namespace Reminisce.VectorData.Sql;

/// <summary>The tables that every store has, and the marks by which a store is known.</summary>
internal static class StoreSchema
{
    /// <summary>The schema of <see cref="Tables"/>; every later one is reached from it by migrations, in new stores as in old.</summary>
    public const long FirstVersion = 1;

    /// <summary>"REMI" in ASCII, as SQLite's application id.</summary>
    private const long ApplicationId = 0x52454D49;

    private const string Tables = """
        CREATE TABLE store(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
        INSERT INTO store VALUES('sequence', 0), ('id', random());
        CREATE TABLE collections(id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, last_key INTEGER NOT NULL DEFAULT 0);
        CREATE TABLE columns(
            collection INTEGER NOT NULL, ordinal INTEGER NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
            dimensions INTEGER NOT NULL, indexed INTEGER NOT NULL, full_text INTEGER NOT NULL,
            PRIMARY KEY(collection, ordinal)) WITHOUT ROWID;
        CREATE TABLE tombstones(
            collection INTEGER NOT NULL, ordinal INTEGER NOT NULL, row INTEGER NOT NULL, seq INTEGER NOT NULL,
            PRIMARY KEY(collection, ordinal, row)) WITHOUT ROWID;
        """;

    /// <summary>Refuses files that are not ours or are newer, without changing a byte; true where the file is empty.</summary>
    public static bool IsEmptyOrOurs(SqliteConnection connection, StoreFiles files, long newest)
    {
        var application = connection.Number("PRAGMA application_id");
        var version = connection.Number("PRAGMA user_version");
        if (application == 0 && connection.Number("SELECT count(*) FROM sqlite_master") == 0)
        {
            return true;
        }

        if (application != ApplicationId)
        {
            throw StoreErrors.Create($"{files.Database} is a database of another program: give the store a folder of its own.", files, null, "Open");
        }

        if (version > newest)
        {
            throw StoreErrors.Create(
                $"{files.Database} has schema version {version}, newer than version {newest}, the newest that this version of the library reads: " +
                "update the library, or open a backup that was made before the newer library opened the store.",
                files,
                null,
                "Open");
        }

        return false;
    }

    public static void Create(SqliteConnection connection)
        => connection.Run($"BEGIN IMMEDIATE; {Tables} PRAGMA application_id={ApplicationId}; PRAGMA user_version={FirstVersion}; COMMIT;");
}
