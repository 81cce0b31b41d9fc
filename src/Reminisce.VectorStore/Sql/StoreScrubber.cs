using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Reminisce.VectorData.Search;

namespace Reminisce.VectorData.Sql;

/// <summary>Takes the last traces of deleted records off the disk; runs on the writer's thread, outside a transaction.</summary>
internal static class StoreScrubber
{
    public static UsearchScrubReceipt Scrub(SqliteConnection connection, StoreFiles files, IndexRegistry indexes)
    {
        // secure_delete has zeroed the rows; old versions of their pages are still in the log, their vectors in the graphs.
        indexes.Forget();
        connection.Run("DELETE FROM tombstones");
        using (var checkpoint = connection.Command("PRAGMA wal_checkpoint(TRUNCATE)"))
        using (var reader = checkpoint.ExecuteReader())
        {
            if (reader.Read() && reader.GetInt64(0) != 0)
            {
                throw StoreErrors.Create(
                    $"{files.Wal} could not be emptied, because another process or a long query still reads it: repeat the scrub when it has ended.", files, null, "Scrub");
            }
        }

        return new UsearchScrubReceipt
        {
            Files = [.. Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories).Where(path => path != files.Lock).Order(StringComparer.Ordinal).Select(path => Describe(files, path))],
        };
    }

    private static UsearchScrubbedFile Describe(StoreFiles files, string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return new UsearchScrubbedFile(Path.GetRelativePath(files.Folder, path), stream.Length, Convert.ToHexString(SHA256.HashData(stream)));
    }
}
