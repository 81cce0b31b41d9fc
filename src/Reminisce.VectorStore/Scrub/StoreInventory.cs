using System.Security.Cryptography;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData.Scrub;

/// <summary>The files in a store's folder and their hashes.</summary>
internal static class StoreInventory
{
    /// <summary>Lists every file but the lock's two and SQLite's shared memory, which hold no content, as full paths.</summary>
    public static IReadOnlyList<string> List(StoreFiles files)
        => [.. Directory.GetFiles(files.Folder, "*", SearchOption.AllDirectories)
            .Where(path => path != files.Lock && path != files.LockOwner && !path.EndsWith("-shm", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];

    public static UsearchScrubbedFile Describe(StoreFiles files, string path)
    {
        using var stream = Open(path);
        return Describe(files, path, stream);
    }

    public static UsearchScrubbedFile Describe(StoreFiles files, string path, FileStream stream)
        => new(
            Path.GetRelativePath(files.Folder, path).Replace(Path.DirectorySeparatorChar, '/'),
            stream.Length,
            Convert.ToHexString(SHA256.HashData(stream)));

    // Unbuffered: the database stays open between scrubs, and a buffer would answer with what it held before.
    public static FileStream Open(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
}
