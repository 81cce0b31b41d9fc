using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Storage;

namespace Reminisce.VectorData.Backup;

/// <summary>Makes a copy of a store that is a store, while writers go on.</summary>
internal static class StoreBackup
{
    /// <summary>Writes the copy beside its place, checks it, and renames it into place.</summary>
    /// <param name="connection">A reader inside its transaction: what it sees is what the copy holds.</param>
    /// <param name="files">The store.</param>
    /// <param name="target">The folder; it must not exist, or be empty.</param>
    /// <param name="progress">Told the bytes copied.</param>
    /// <param name="cancellationToken">Ends the copying; nothing is left.</param>
    public static UsearchBackupReceipt Run(
        SqliteConnection connection, StoreFiles files, string target, IProgress<UsearchBackupProgress>? progress, CancellationToken cancellationToken)
    {
        var partial = new StoreFiles(target + ".partial");
        try
        {
            DeletePartial(partial);
            Directory.CreateDirectory(partial.Folder);
            var sequence = connection.Sequence();
            DatabaseCopy.Copy(connection, partial.Database, (done, total) => progress?.Report(new UsearchBackupProgress(done, total)), cancellationToken);
            Finish(partial, files);
            if (Directory.Exists(target))
            {
                Directory.Delete(target);
            }

            Directory.Move(partial.Folder, target);
            PhysicalFileStorage.Instance.SyncDirectory(Path.GetDirectoryName(target)!);
            return new UsearchBackupReceipt(target, new FileInfo(new StoreFiles(target).Database).Length, sequence);
        }
        catch
        {
            DeletePartial(partial);
            throw;
        }
    }

    /// <exception cref="ArgumentException">The target is no place for a backup.</exception>
    public static string CheckTarget(StoreFiles files, string targetFolder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(targetFolder);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(targetFolder));
        if ((target + Path.DirectorySeparatorChar).StartsWith(files.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new ArgumentException($"The backup folder {target} lies within the store's own folder: give it a place outside.", nameof(targetFolder));
        }

        return File.Exists(target) || (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            ? throw new ArgumentException($"The backup folder {target} already holds something: give a folder that does not exist or is empty.", nameof(targetFolder))
            : target;
    }

    private static void Finish(StoreFiles partial, StoreFiles files)
    {
        using (var copy = SqlConnections.OpenBare(partial.Database))
        {
            if (copy.Text("PRAGMA quick_check(1)") is var verdict and not "ok")
            {
                throw StoreErrors.Create(
                    $"No backup was made, because {files.Database} is damaged ({verdict}): run CheckAsync, repair the store, and repeat the backup.", files, null, "Backup");
            }

            // A new identity: index snapshots of the old store, which may know later rows, must never meet this one's.
            copy.Run("PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; BEGIN; UPDATE store SET value = random() WHERE name = 'id'; DELETE FROM tombstones; COMMIT;");
            copy.Run("PRAGMA wal_checkpoint(TRUNCATE)");
        }

        using (var file = new FileStream(partial.Database, FileMode.Open, FileAccess.ReadWrite))
        {
            file.Flush(flushToDisk: true);
        }

        PhysicalFileStorage.Instance.SyncDirectory(partial.Folder);
    }

    private static void DeletePartial(StoreFiles partial)
    {
        if (Directory.Exists(partial.Folder))
        {
            Directory.Delete(partial.Folder, recursive: true);
        }
    }
}
