namespace Reminisce.Encoders;

/// <summary>Writes a model pack: files first, each hashed as it is written, then the manifest that names them.</summary>
/// <remarks>
/// Not thread-safe. Until <see cref="Complete"/> the folder holds no manifest of the new pack, so a pack that was
/// written halfway is never taken for a whole one. One writer per folder.
/// </remarks>
public sealed class PackWriter
{
    private readonly string _folder;
    private readonly Dictionary<string, PackFile> _files = new(StringComparer.Ordinal);

    /// <summary>Initialises a writer; a manifest that is already in the folder is removed first.</summary>
    /// <param name="folder">The pack's folder, which is made when missing.</param>
    public PackWriter(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        _folder = folder;
        Directory.CreateDirectory(folder);
        File.Delete(Path.Combine(folder, PackManifest.FileName));
    }

    /// <summary>Gets the files written so far.</summary>
    public IReadOnlyDictionary<string, PackFile> Files => _files;

    /// <summary>Writes a file.</summary>
    /// <param name="path">Its path inside the pack, with <c>/</c>.</param>
    /// <param name="content">Its bytes.</param>
    /// <returns>The path, to be named in the manifest.</returns>
    /// <exception cref="ModelPackException">The path is not one that a pack may hold.</exception>
    /// <exception cref="ArgumentException">The path was written before.</exception>
    public string Add(string path, ReadOnlySpan<byte> content)
    {
        ArgumentNullException.ThrowIfNull(path);
        PackRules.CheckPath(path);
        if (!_files.TryAdd(path, PackFile.Of(content)))
        {
            throw new ArgumentException($"The file '{path}' was already written to this pack; give every file its own path.", nameof(path));
        }

        PackFolder.WriteFile(_folder, path, content);
        return path;
    }

    /// <summary>Checks the manifest, writes it with the hashes of all files, and so makes the pack whole.</summary>
    /// <param name="manifest">The manifest; its <see cref="PackManifest.Files"/> are replaced by the files written.</param>
    /// <returns>The manifest as written.</returns>
    /// <exception cref="ModelPackException">A rule of the format is broken.</exception>
    public PackManifest Complete(PackManifest manifest)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        var complete = manifest with { Files = new SortedDictionary<string, PackFile>(_files, StringComparer.Ordinal) };
        complete.Save(_folder);
        return complete;
    }
}
