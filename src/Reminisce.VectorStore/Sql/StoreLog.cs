using Microsoft.Extensions.Logging;

namespace Reminisce.VectorData.Sql;

/// <summary>What the store says about itself; never a record's content. Indexes speak in 3001 to 3099.</summary>
internal static partial class StoreLog
{
    [LoggerMessage(3101, LogLevel.Information, "Store {Folder} is open for {Access}.")]
    public static partial void StoreOpened(this ILogger logger, string folder, string access);

    [LoggerMessage(3102, LogLevel.Information, "Store {Folder} cannot be written to and has no log beside it: it is read as it lies there.")]
    public static partial void OpenedUnchanging(this ILogger logger, string folder);

    [LoggerMessage(3103, LogLevel.Information, "Store {Folder} migrates from schema version {From} to {To}; a copy of the old file is kept at {Copy}.")]
    public static partial void MigrationBegan(this ILogger logger, string folder, long from, long to, string copy);

    [LoggerMessage(3104, LogLevel.Information, "Store {Folder} has schema version {Version}: {Description}.")]
    public static partial void Migrated(this ILogger logger, string folder, long version, string description);

    [LoggerMessage(3105, LogLevel.Information, "Store {Folder}: a backup of {Bytes} bytes, complete up to write {Sequence}, is at {Target}.")]
    public static partial void BackedUp(this ILogger logger, string folder, long bytes, long sequence, string target);

    [LoggerMessage(3106, LogLevel.Warning, "Store {Folder}: {Finding}")]
    public static partial void FaultFound(this ILogger logger, string folder, string finding);

    [LoggerMessage(3107, LogLevel.Warning, "Store {Folder}: {Action}")]
    public static partial void Repaired(this ILogger logger, string folder, string action);

    [LoggerMessage(3108, LogLevel.Information, "Store {Folder} is scrubbed: {Files} files, {Bytes} bytes.")]
    public static partial void Scrubbed(this ILogger logger, string folder, int files, long bytes);
}
