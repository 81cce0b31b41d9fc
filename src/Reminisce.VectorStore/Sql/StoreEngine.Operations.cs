using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Backup;
using Reminisce.VectorData.Scrub;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData.Sql;

/// <content>What an operator asks of a store.</content>
internal sealed partial class StoreEngine
{
    /// <summary>Removes what deleted records have left behind; see <see cref="StoreScrubber"/>.</summary>
    public async Task<UsearchScrubReceipt> ScrubAsync(TimeProvider time, CancellationToken cancellationToken)
    {
        var receipt = await AloneAsync("Scrub", connection => _scrubber.Scrub(connection, time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        _log.Scrubbed(Files.Folder, receipt.Files.Count, receipt.TotalBytes);
        return receipt;
    }

    /// <summary>Copies the store to a folder while writers go on; see <see cref="StoreBackup"/>.</summary>
    public async Task<UsearchBackupReceipt> BackupAsync(string targetFolder, IProgress<UsearchBackupProgress>? progress, CancellationToken cancellationToken)
    {
        const string Operation = "Backup";
        var target = StoreBackup.CheckTarget(Files, targetFolder);
        try
        {
            // Minutes for a large store: not on the caller's thread.
            var receipt = await Task.Run(
                () => ReadAsync(
                    null,
                    Operation,
                    connection =>
                    {
                        var made = StoreBackup.Run(connection, Files, target, progress, cancellationToken);
                        StoreOperation.TagCurrent(StoreTags.Bytes, made.Bytes);
                        return made;
                    },
                    cancellationToken),
                cancellationToken).ConfigureAwait(false);
            _log.BackedUp(Files.Folder, receipt.Bytes, receipt.Sequence, receipt.Folder);
            return receipt;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Wrap(error, Files, null, Operation);
        }
    }

    /// <summary>Builds every graph anew; returns when building has begun.</summary>
    public Task RebuildIndexesAsync(CancellationToken cancellationToken)
        => AloneAsync(
            "RebuildIndexes",
            _ =>
            {
                Indexes.Rebuild();
                return true;
            },
            cancellationToken);

    public void Log(UsearchCheckReport report)
    {
        foreach (var finding in report.Findings)
        {
            _log.FaultFound(Files.Folder, finding.ToString());
        }
    }

    /// <summary>Runs work on the writer's thread, between two commits and outside any transaction.</summary>
    public async Task<T> AloneAsync<T>(string operation, Func<SqliteConnection, T> work, CancellationToken cancellationToken)
    {
        if (_writer is null)
        {
            throw StoreErrors.Create($"Store {Files.Folder} was opened read-only: open it without ReadOnly for this operation ({operation}).", Files, null, operation);
        }

        using var observed = StoreOperation.Start(Files, operation);
        try
        {
            var result = await _writer.RunAloneAsync((connection, _) => work(connection), cancellationToken).ConfigureAwait(false);
            observed.Succeeded();
            return result;
        }
        catch (Exception error) when (observed.Failed(error))
        {
            throw; // Never entered: the filter only notes the failure.
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Wrap(error, Files, null, operation);
        }
    }
}
