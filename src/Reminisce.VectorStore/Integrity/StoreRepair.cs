using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Sql.Migrations;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Integrity;

/// <summary>Repairs a closed store: what is derived is made anew, and a damaged file is replaced by what can be read of it.</summary>
internal sealed class StoreRepair(StoreFiles files, TimeProvider time, ILogger log)
{
    private const string Operation = "Repair";

    private readonly List<string> _actions = [];
    private readonly List<UsearchRemovedVector> _removed = [];

    public async Task<UsearchRepairReport> RunAsync(CancellationToken cancellationToken)
    {
        var before = await CheckAsync(cancellationToken).ConfigureAwait(false);
        if (before.IsHealthy || !before.IsRepairable)
        {
            return new UsearchRepairReport { Before = before, After = before, Actions = [] };
        }

        // Whether pages are damaged is known for certain only when writing has been tried.
        string? aside = null;
        if (!TryMend(before))
        {
            aside = Salvage(cancellationToken);
        }

        var after = await CheckAsync(cancellationToken).ConfigureAwait(false);
        if (aside is null && after.Findings.Any(finding => finding.Kind == UsearchFindingKind.Database))
        {
            aside = Salvage(cancellationToken);
            after = await CheckAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var action in _actions)
        {
            log.Repaired(files.Folder, action);
        }

        return new UsearchRepairReport { Before = before, After = after, Actions = _actions, RemovedVectors = _removed, SetAside = aside };
    }

    private static bool IsDamage(SqliteException error) => error.SqliteErrorCode is StoreErrors.Corrupt or StoreErrors.NotADatabase;

    private async Task<UsearchCheckReport> CheckAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var engine = StoreEngine.Open(files, readOnly: false, log, PhysicalFileStorage.Instance);
            return await new StoreChecker(engine).CheckAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (VectorStoreException error) when (error.InnerException is SqliteException damage && IsDamage(damage))
        {
            return new UsearchCheckReport { Findings = [new(UsearchFindingKind.Database, null, error.Message, UsearchRepairability.WithLoss)] };
        }
    }

    private bool TryMend(UsearchCheckReport report)
    {
        using var taken = StoreLock.Take(files);
        var (actions, removed) = (_actions.Count, _removed.Count);
        try
        {
            using var connection = SqlConnections.OpenWriter(files, StoreMigrator.Road, log);
            connection.Run("BEGIN IMMEDIATE");
            new RecordMending(connection, report, _actions, _removed).Run();
            connection.Run("COMMIT");
        }
        catch (SqliteException error) when (IsDamage(error))
        {
            // Disposed with its transaction open, which undoes it.
            _actions.RemoveRange(actions, _actions.Count - actions);
            _removed.RemoveRange(removed, _removed.Count - removed);
            return false;
        }

        DeleteSnapshots();
        return true;
    }

    private string Salvage(CancellationToken cancellationToken)
    {
        using var taken = StoreLock.Take(files);
        var place = new StoreFiles(files.SalvageFolder);
        DeletePlace(place);
        try
        {
            using (var source = SqlConnections.OpenBare(files.Database))
            {
                // The log's writes go into the file first, so that one file is all there is to keep aside.
                source.Run("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA cell_size_check=ON; PRAGMA query_only=ON;");
                DatabaseSalvage.Run(source, place, _actions, cancellationToken);
            }
        }
        catch (SqliteException error) when (IsDamage(error))
        {
            DeletePlace(place);
            throw StoreErrors.Create(
                $"{files.Database} is damaged where it lists its own collections, so that nothing can be saved from it: restore a backup. The file is as it was.", files, null, Operation, error);
        }

        var aside = files.Aside(time.GetUtcNow());
        File.Copy(files.Database, aside);
        Sync(aside);
        Sync(place.Database);
        DeleteSnapshots();
        if (new FileInfo(files.Wal) is { Exists: true, Length: > 0 })
        {
            throw StoreErrors.Create($"{files.Wal} could not be folded into the damaged database: close whatever reads the store, and repeat the repair.", files, null, Operation);
        }

        PhysicalFileStorage.Instance.Replace(place.Database, files.Database);
        PhysicalFileStorage.Instance.SyncDirectory(files.Folder);
        DeletePlace(place);
        _actions.Add($"The damaged database is kept as {aside}.");
        return aside;
    }

    private static void Sync(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static void DeletePlace(StoreFiles place)
    {
        if (Directory.Exists(place.Folder))
        {
            Directory.Delete(place.Folder, recursive: true);
        }
    }

    private void DeleteSnapshots()
    {
        if (Directory.Exists(files.IndexFolder) && Directory.GetFiles(files.IndexFolder) is { Length: > 0 } saved)
        {
            Array.ForEach(saved, File.Delete);
            _actions.Add($"{saved.Length} saved graphs were deleted; they are built anew when a search needs them.");
        }
    }
}
