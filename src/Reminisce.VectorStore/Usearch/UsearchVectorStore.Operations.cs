using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Integrity;
using Reminisce.VectorData.Search;
using Reminisce.VectorData.Sql;
using Reminisce.VectorData.Statistics;
using Reminisce.VectorData.Telemetry;

namespace Reminisce.VectorData;

/// <content>What an operator asks of a store.</content>
public sealed partial class UsearchVectorStore
{
    /// <summary>Counts rows, vectors, bytes and nodes.</summary>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <returns>What the store holds now.</returns>
    public Task<UsearchStoreStatistics> GetStatisticsAsync(CancellationToken cancellationToken = default)
        => new StatisticsReader(Engine, _options.TimeProvider).ReadAsync(cancellationToken);

    /// <summary>Builds every graph anew from the stored vectors, and waits until they are there.</summary>
    /// <param name="progress">Told how far each graph has come, on a background thread.</param>
    /// <param name="cancellationToken">Ends the waiting; the building goes on.</param>
    /// <returns>A task that completes when the new graphs serve; the old ones serve until then.</returns>
    /// <remarks>Saved graphs that no search has needed since the store was opened are deleted, and built when one does.</remarks>
    /// <exception cref="VectorStoreException">The store is read-only.</exception>
    public async Task RebuildIndexesAsync(IProgress<UsearchIndexProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await Engine.RebuildIndexesAsync(cancellationToken).ConfigureAwait(false);
        await IndexRegistry.WaitAsync([.. Engine.Indexes.Begun], progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks at everything: pages, rows, vectors, words, notes of deletions, saved graphs and graphs in memory.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    /// <returns>What is wrong, and whether it can be repaired.</returns>
    /// <remarks>
    /// It reads every byte once, on a background thread. Writers go on meanwhile, and wait only while words and graphs
    /// are compared. Nothing is changed. SQLite keeps no checksums: a flipped bit inside a text cannot be noticed.
    /// </remarks>
    public async Task<UsearchCheckReport> CheckAsync(CancellationToken cancellationToken = default)
    {
        var engine = Engine;
        using var observed = StoreOperation.Start(engine.Files, "Check");
        try
        {
            var report = await Task.Run(() => new StoreChecker(engine).CheckAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            observed.Tag(StoreTags.Findings, report.Findings.Count);
            observed.Succeeded();
            engine.Log(report);
            return report;
        }
        catch (Exception error) when (observed.Failed(error))
        {
            throw; // Never entered: the filter only notes the failure.
        }
    }

    /// <summary>Checks a closed store, makes anew what is derived, and replaces a damaged database by what can be read of it.</summary>
    /// <param name="folder">The store's folder; no process may have it open for writing.</param>
    /// <param name="options">The clock and the log are used; null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the repair; the store is then as it was, or partly repaired.</param>
    /// <returns>What was wrong, what was done, and what is wrong now.</returns>
    /// <remarks>
    /// Nothing that is not derived is deleted: vectors that belong to no record go into the report, and a damaged database
    /// file is kept beside the new one. Make a copy of the folder first all the same if it is the only one.
    /// </remarks>
    /// <exception cref="VectorStoreException">There is no store, it is open elsewhere, or nothing can be read of it.</exception>
    public static async Task<UsearchRepairReport> RepairAsync(string folder, UsearchVectorStoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        options ??= new UsearchVectorStoreOptions();
        var files = new StoreFiles(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (!File.Exists(files.Database))
        {
            throw StoreErrors.Create($"There is no store in {files.Folder} that could be repaired.", files, null, "Repair");
        }

        using var observed = StoreOperation.Start(files, "Repair");
        var repair = new StoreRepair(files, options.TimeProvider, options.LoggerFactory.CreateLogger<UsearchVectorStore>());
        try
        {
            var report = await Task.Run(() => repair.RunAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
            observed.Tag(StoreTags.Findings, report.Before.Findings.Count);
            observed.Succeeded();
            return report;
        }
        catch (Exception error) when (observed.Failed(error))
        {
            throw; // Never entered: the filter only notes the failure.
        }
        catch (Exception error) when (error is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw StoreErrors.Wrap(error, files, null, "Repair");
        }
    }

    /// <summary>Copies the store to another folder while it is read and written.</summary>
    /// <param name="targetFolder">A folder outside the store's that does not exist or is empty; it appears whole or not at all.</param>
    /// <param name="progress">Told the bytes copied, on a background thread.</param>
    /// <param name="cancellationToken">Ends the backup; nothing is left of it.</param>
    /// <returns>Where it is, and up to which write it is complete.</returns>
    /// <remarks>
    /// The copy holds exactly the writes that were done when the backup began, is checked, and is on the disk when the task
    /// completes. It is a store of its own: open it, or put its folder in the place of a lost one. Graphs are not copied,
    /// they are built when first needed. Meanwhile the write-ahead log cannot shrink.
    /// </remarks>
    /// <exception cref="ArgumentException">The folder holds something, or lies within the store's own.</exception>
    /// <exception cref="VectorStoreException">The disk is full, the folder cannot be written to, or the store is damaged.</exception>
    public Task<UsearchBackupReceipt> BackupAsync(string targetFolder, IProgress<UsearchBackupProgress>? progress = null, CancellationToken cancellationToken = default)
        => Engine.BackupAsync(targetFolder, progress, cancellationToken);

    /// <summary>Takes every byte of deleted and replaced records off the disk: texts, words, keys and vectors, in every file of the store.</summary>
    /// <param name="cancellationToken">Cancels the scrub before it begins.</param>
    /// <returns>The files that are left, with their hashes; <see cref="UsearchScrubReceipt.Verify"/> compares them later.</returns>
    /// <remarks>
    /// The database is written anew, which takes about as long as copying it and as much free space again; writers wait,
    /// readers do not. Graphs are deleted; large ones are built anew by the next search, which is exact until then.
    /// Copies from before a migration are deleted too. What a disk or a backup keeps elsewhere is beyond its reach.
    /// </remarks>
    /// <exception cref="VectorStoreException">The store is read-only, its log is being read by another process, or a repair has left a damaged file there.</exception>
    public Task<UsearchScrubReceipt> ScrubAsync(CancellationToken cancellationToken = default) => Engine.ScrubAsync(_options.TimeProvider, cancellationToken);
}
