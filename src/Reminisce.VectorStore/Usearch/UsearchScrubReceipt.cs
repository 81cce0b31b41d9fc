namespace Reminisce.VectorData;

/// <summary>What <see cref="UsearchVectorStore.ScrubAsync"/> left on the disk.</summary>
public sealed record UsearchScrubReceipt
{
    /// <summary>Gets the files of the store after scrubbing, but for its lock and SQLite's shared memory, which hold no content.</summary>
    public required IReadOnlyList<UsearchScrubbedFile> Files { get; init; }

    /// <summary>Gets the size of all files in bytes.</summary>
    public long TotalBytes => Files.Sum(file => file.Bytes);
}
