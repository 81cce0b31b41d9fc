using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Reminisce.VectorData.Sql.Migrations;

namespace Reminisce.VectorData.Sql;

/// <summary>Opens connections with the settings that the store relies on.</summary>
internal static class SqlConnections
{
    private const int BusySeconds = 30;
    private const int ScrubSeconds = 5;

    /// <summary>Opens the one writing connection; an empty file becomes a store, an older one is migrated.</summary>
    public static SqliteConnection OpenWriter(StoreFiles files, IReadOnlyList<StoreMigration> road, ILogger log) => Open(new SqliteConnection(Text(files.Database, SqliteOpenMode.ReadWriteCreate)), connection =>
    {
        // Looked at before anything is set: a foreign file stays as it is.
        var empty = StoreSchema.IsEmptyOrOurs(connection, files, StoreMigrator.Newest(road));

        // The page size holds only before the first table; a 512-dimensional vector fits thrice into one page.
        connection.Run("PRAGMA page_size=8192; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA cache_size=-32768;");

        // Lets a scrub wait for the queries that still read the log.
        connection.Run($"PRAGMA busy_timeout={ScrubSeconds * 1000}");
        if (empty)
        {
            StoreSchema.Create(connection);
        }

        StoreMigrator.Migrate(connection, files, road, keepCopy: !empty, log);
    });

    public static ReaderConnection OpenReader(StoreFiles files) => Open(
        new ReaderConnection(Text(files.IsUnchanging ? $"{new Uri(files.Database).AbsoluteUri}?immutable=1" : files.Database, SqliteOpenMode.ReadOnly)),
        connection => connection.Run($"PRAGMA query_only=ON; PRAGMA cache_size=-16384; PRAGMA busy_timeout={BusySeconds * 1000};"));

    /// <summary>Opens or creates a database without looking at what it is.</summary>
    public static SqliteConnection OpenBare(string path) => Open(new SqliteConnection(Text(path, SqliteOpenMode.ReadWriteCreate)), _ => { });

    private static string Text(string source, SqliteOpenMode mode) => new SqliteConnectionStringBuilder
    {
        DataSource = source,
        Mode = mode,
        Pooling = false,
        DefaultTimeout = BusySeconds,
    }.ToString();

    private static T Open<T>(T connection, Action<SqliteConnection> prepare)
        where T : SqliteConnection
    {
        try
        {
            connection.Open();
            connection.Run("PRAGMA temp_store=MEMORY; PRAGMA mmap_size=0; PRAGMA trusted_schema=OFF;");
            prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
