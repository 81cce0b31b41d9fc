using Reminisce.VectorData.Scrub;
using Reminisce.VectorData.Sql;

namespace Reminisce.VectorData;

/// <summary>What <see cref="UsearchVectorStore.ScrubAsync"/> left on the disk.</summary>
/// <remarks>Immutable. It holds nothing of any record and can be kept, as JSON for example.</remarks>
public sealed record UsearchScrubReceipt
{
    /// <summary>Gets when the scrub ended, by the store's clock.</summary>
    public required DateTimeOffset ScrubbedAt { get; init; }

    /// <summary>Gets the files of the store after scrubbing, but for its lock and SQLite's shared memory, which hold no content.</summary>
    public required IReadOnlyList<UsearchScrubbedFile> Files { get; init; }

    /// <summary>Gets the size of all files in bytes.</summary>
    public long TotalBytes => Files.Sum(file => file.Bytes);

    /// <summary>Looks whether a folder still holds exactly the files of this receipt.</summary>
    /// <param name="folder">The store's folder; the store must be closed in this process.</param>
    /// <returns>One sentence for each difference; none where every file is as the scrub left it.</returns>
    /// <exception cref="InvalidOperationException">This process has the store open: reading its files would drop SQLite's locks on them.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public IReadOnlyList<string> Verify(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var store = new StoreFiles(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        if (StoreEngines.IsOpen(store.Folder))
        {
            throw new InvalidOperationException($"The store {store.Folder} is open in this process: close it before its receipt is verified.");
        }

        var present = StoreInventory.List(store).Select(path => StoreInventory.Describe(store, path)).ToDictionary(file => file.Name, StringComparer.Ordinal);
        var differences = new List<string>();
        foreach (var expected in Files)
        {
            if (!present.Remove(expected.Name, out var found))
            {
                // Closing a store removes its empty log.
                if (expected.Bytes > 0)
                {
                    differences.Add($"{expected.Name} is gone.");
                }
            }
            else if (found != expected)
            {
                differences.Add($"{expected.Name} has changed: {found.Bytes} bytes with SHA-256 {found.Sha256}, not {expected.Bytes} with {expected.Sha256}.");
            }
        }

        differences.AddRange(present.Values.Select(file => $"{file.Name} is new: {file.Bytes} bytes."));
        return differences;
    }
}
