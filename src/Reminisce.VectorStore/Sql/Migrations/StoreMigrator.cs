using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace Reminisce.VectorData.Sql.Migrations;

/// <summary>Walks an older database to the newest schema, one transaction a step.</summary>
/// <remarks>
/// The version is part of each step's transaction, so a crash leaves the database before a step or after it. The file as
/// it was is kept beside (<see cref="StoreFiles.BeforeMigration"/>): whoever must go back to an older library can.
/// </remarks>
internal static class StoreMigrator
{
    /// <summary>Every step there has been, in order. The first one will begin with version 1.</summary>
    public static IReadOnlyList<StoreMigration> Road { get; } = [];

    public static long Newest(IReadOnlyList<StoreMigration> road) => StoreSchema.FirstVersion + road.Count;

    /// <exception cref="Microsoft.Extensions.VectorData.VectorStoreException">A step failed; the database is as it was before that step.</exception>
    public static void Migrate(SqliteConnection connection, StoreFiles files, IReadOnlyList<StoreMigration> road, bool keepCopy, ILogger log)
    {
        var version = connection.Number("PRAGMA user_version");
        var newest = Newest(road);
        if (version == newest)
        {
            return;
        }

        if (keepCopy)
        {
            var copy = files.BeforeMigration(version);
            DatabaseCopy.Copy(connection, copy, null, CancellationToken.None);
            log.MigrationBegan(files.Folder, version, newest, copy);
        }

        foreach (var step in road.Where(step => step.From >= version))
        {
            Apply(connection, files, step);
            log.Migrated(files.Folder, step.From + 1, step.Description);
        }
    }

    private static void Apply(SqliteConnection connection, StoreFiles files, StoreMigration step)
    {
        try
        {
            connection.Run("BEGIN IMMEDIATE");
            step.Apply(connection);
            connection.Run($"PRAGMA user_version={step.From + 1}; COMMIT;");
        }
        catch (SqliteException error)
        {
            if (raw.sqlite3_get_autocommit(connection.Handle) == 0)
            {
                connection.Run("ROLLBACK");
            }

            throw StoreErrors.Create(
                $"{files.Database} could not be migrated from schema version {step.From} to {step.From + 1} ({step.Description}) and is still at version {step.From}: {error.Message}",
                files,
                null,
                "Open",
                error);
        }
    }
}
