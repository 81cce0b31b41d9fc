using Microsoft.Data.Sqlite;
using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData.Sql;

/// <summary>Turns storage failures into one clear sentence with the store, the collection and the operation.</summary>
internal static class StoreErrors
{
    public const int ReadOnly = 8;
    public const int CannotOpen = 14;

    public const int Corrupt = 11;
    private const int Full = 13;
    public const int NotADatabase = 26;

    public static VectorStoreException Wrap(Exception error, StoreFiles files, string? collection, string operation)
        => Create(error is SqliteException sqlite ? Describe(sqlite, files) : $"The store {files.Folder} could not be used: {error.Message}", files, collection, operation, error);

    public static VectorStoreException Create(string message, StoreFiles files, string? collection, string operation, Exception? inner = null)
        => new(message, inner)
        {
            VectorStoreSystemName = UsearchConstants.SystemName,
            VectorStoreName = files.Folder,
            CollectionName = collection,
            OperationName = operation,
        };

    private static string Describe(SqliteException error, StoreFiles files) => error.SqliteErrorCode switch
    {
        Full => $"The disk is full: {files.Database} could not grow, and nothing of this operation was stored. Free some space and repeat it.",
        ReadOnly => $"{files.Database} is read-only: make the file and its folder writable, or open the store read-only.",
        Corrupt or NotADatabase => $"{files.Database} is damaged or is not a database of this store: restore it from a backup, or move it away to begin with an empty store.",
        CannotOpen => $"{files.Database} could not be opened: check that the folder exists and that this user may write to it.",
        _ => $"SQLite refused the operation on {files.Database}: {error.Message}",
    };
}
