using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Storage;
using SQLitePCL;

namespace Reminisce.VectorData.Sql;

/// <summary>Copies a database page by page while others write to it.</summary>
internal static class DatabaseCopy
{
    private const int PagesPerStep = 64;

    /// <summary>Copies what the source sees to a file that appears whole or not at all, and lasts through a power loss.</summary>
    /// <param name="source">Inside a read transaction where others write, so that all pages are of one state.</param>
    /// <param name="target">The file; one that is there is replaced.</param>
    /// <param name="progress">Told the bytes copied and the bytes in all.</param>
    /// <param name="cancellationToken">Ends the copying; no file is left.</param>
    /// <returns>The size in bytes.</returns>
    public static long Copy(SqliteConnection source, string target, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        var partial = target + ".partial";
        var pageSize = source.Number("PRAGMA page_size");
        try
        {
            File.Delete(partial);
            using (var destination = SqlConnections.OpenBare(partial))
            {
                CopyPages(source, destination, pageSize, progress, cancellationToken);
            }

            using (var file = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite))
            {
                file.Flush(flushToDisk: true);
            }

            PhysicalFileStorage.Instance.Replace(partial, target);
            PhysicalFileStorage.Instance.SyncDirectory(Path.GetDirectoryName(target)!);
            return new FileInfo(target).Length;
        }
        finally
        {
            File.Delete(partial);
            File.Delete(partial + "-journal");
        }
    }

    private static void CopyPages(SqliteConnection source, SqliteConnection destination, long pageSize, Action<long, long>? progress, CancellationToken cancellationToken)
    {
        using var backup = raw.sqlite3_backup_init(destination.Handle, "main", source.Handle, "main");
        if (backup.IsInvalid)
        {
            SqliteException.ThrowExceptionForRC(raw.sqlite3_errcode(destination.Handle), destination.Handle);
        }

        for (var code = raw.SQLITE_OK; code != raw.SQLITE_DONE;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesPerStep);
            if (code is not (raw.SQLITE_OK or raw.SQLITE_DONE))
            {
                SqliteException.ThrowExceptionForRC(code, destination.Handle);
            }

            var total = raw.sqlite3_backup_pagecount(backup);
            progress?.Invoke((total - raw.sqlite3_backup_remaining(backup)) * pageSize, total * pageSize);
        }
    }
}
