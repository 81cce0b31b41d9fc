namespace Reminisce.VectorData.Storage;

/// <summary>The file operations that durable writes are made of; tests fail and lose them one by one.</summary>
/// <remarks>Implementations are thread-safe for different paths. Paths are absolute.</remarks>
internal interface IFileStorage
{
    /// <summary>Whether there is a file at <paramref name="path"/>.</summary>
    bool Exists(string path);

    /// <summary>Creates a file, or empties the one there, for writing. The caller disposes it.</summary>
    IWritableFile Create(string path);

    /// <summary>Opens a file for reading. The caller disposes it.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    Stream OpenRead(string path);

    /// <summary>Renames a file over another in one step: whoever opens the target finds the old or the new one.</summary>
    void Replace(string source, string target);

    /// <summary>Makes the content and the length of a file that another has written last through a power loss.</summary>
    void Sync(string path);

    /// <summary>Makes creations, renames and deletions in a directory last through a power loss.</summary>
    void SyncDirectory(string directory);

    /// <summary>Deletes a file; does nothing when there is none.</summary>
    void Delete(string path);

    /// <summary>The files of a directory whose names begin with <paramref name="prefix"/>, as full paths in ordinal order.</summary>
    IReadOnlyList<string> List(string directory, string prefix = "");
}
