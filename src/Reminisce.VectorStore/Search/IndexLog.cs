using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData.Search;

/// <summary>What the store says about its indexes; never a record's content.</summary>
internal static partial class IndexLog
{
    [LoggerMessage(3001, LogLevel.Warning, "Store {Folder}: {Reason} It is rebuilt from the stored vectors; searches are exact meanwhile.")]
    public static partial void SnapshotRefused(this ILogger logger, string folder, string reason);

    [LoggerMessage(3002, LogLevel.Warning, "Store {Folder}: collection {Collection}, property {Property} is searched exactly, because its index could not be used.")]
    public static partial void IndexGivenUp(this ILogger logger, string folder, string collection, string property, Exception error);

    [LoggerMessage(3003, LogLevel.Warning, "Store {Folder}: an index snapshot could not be written; the next opening rebuilds it.")]
    public static partial void SnapshotNotWritten(this ILogger logger, string folder, Exception error);

    [LoggerMessage(3005, LogLevel.Warning, "Store {Folder} was closed without tidying up; nothing stored is lost, and the next closing makes up for it.")]
    public static partial void ClosedUntidily(this ILogger logger, string folder, Exception error);

    [LoggerMessage(3006, LogLevel.Warning, "Store {Folder}: old index snapshots could not be deleted; a scrub deletes them.")]
    public static partial void SnapshotNotDeleted(this ILogger logger, string folder, Exception error);

    [LoggerMessage(3007, LogLevel.Information, "Store {Folder}: the index of collection {Collection}, property {Property} is being built from {Rows} vectors; searches are exact meanwhile.")]
    public static partial void RebuildBegan(this ILogger logger, string folder, string collection, string property, long rows);

    [LoggerMessage(3008, LogLevel.Debug, "Store {Folder}: the index of collection {Collection}, property {Property} holds {Done} of {Total} vectors.")]
    public static partial void RebuildProgress(this ILogger logger, string folder, string collection, string property, long done, long total);

    [LoggerMessage(3009, LogLevel.Information, "Store {Folder}: the index of collection {Collection}, property {Property} with {Rows} vectors is {How} after {Milliseconds:F0} ms.")]
    public static partial void IndexReady(this ILogger logger, string folder, string collection, string property, long rows, string how, double milliseconds);

    [LoggerMessage(3010, LogLevel.Debug, "Store {Folder}: the index of collection {Collection}, property {Property} is saved: {Bytes} bytes, complete up to write {Sequence}.")]
    public static partial void SnapshotWritten(this ILogger logger, string folder, string collection, string property, long bytes, long sequence);

    [LoggerMessage(3004, LogLevel.Warning, "Store {Folder} searches exactly: {Reason}")]
    public static partial void LibraryMissing(this ILogger logger, string folder, string reason);
}
