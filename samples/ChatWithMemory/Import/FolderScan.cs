using ChatWithMemory.Hosting;

namespace ChatWithMemory.Import;

/// <summary>The files below a folder, in an order that is the same on every run.</summary>
internal sealed record FolderScan(IReadOnlyList<string> Files, IReadOnlyList<SkippedFile> Unreadable)
{
    /// <exception cref="UserErrorException">The folder itself is missing or cannot be read.</exception>
    public static FolderScan Of(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserErrorException(File.Exists(folder)
                ? $"{folder} is a file: --import needs a folder."
                : $"The folder {folder} does not exist: --import needs a folder to read.");
        }

        var files = new List<string>();
        var unreadable = new List<SkippedFile>();
        Collect(folder, folder, files, unreadable);
        if (files.Count == 0 && unreadable.Any(one => one.Name == "."))
        {
            throw new UserErrorException($"The folder {folder} cannot be read: give this user the right to read it.");
        }

        files.Sort(StringComparer.Ordinal);
        return new FolderScan(files, unreadable);
    }

    private static void Collect(string root, string folder, List<string> files, List<SkippedFile> unreadable)
    {
        try
        {
            files.AddRange(Directory.EnumerateFiles(folder));
            foreach (var child in Directory.EnumerateDirectories(folder))
            {
                // A linked folder may lead back up.
                if (new DirectoryInfo(child).LinkTarget is null)
                {
                    Collect(root, child, files, unreadable);
                }
            }
        }
        catch (UnauthorizedAccessException)
        {
            unreadable.Add(new SkippedFile(Path.GetRelativePath(root, folder), "the folder cannot be read: permission denied."));
        }
    }
}
