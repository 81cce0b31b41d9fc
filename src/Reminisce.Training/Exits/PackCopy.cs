using Reminisce.Encoders;

namespace Reminisce.Training.Exits;

/// <summary>Carries files of a pack over to a new one; the pack itself is only read.</summary>
internal static class PackCopy
{
    /// <summary>Refuses to write into the pack that a new one is made from.</summary>
    /// <exception cref="ArgumentException">A folder is the pack's, or inside it.</exception>
    public static void RequireOther(string packFolder, params ReadOnlySpan<string> writtenFolders)
    {
        foreach (var folder in writtenFolders)
        {
            if (Resolve(folder).StartsWith(Resolve(packFolder), StringComparison.Ordinal))
            {
                throw new ArgumentException($"What is written should lie outside of the pack that is read, but '{Path.GetFileName(Path.TrimEndingDirectorySeparator(folder))}' is that folder or inside it; give another folder.", nameof(writtenFolders));
            }
        }
    }

    /// <summary>Copies the files that are not replaced.</summary>
    /// <param name="pack">The pack.</param>
    /// <param name="writer">The new one.</param>
    /// <param name="isReplaced">Says which files are written anew or left out.</param>
    public static void Run(ModelPack pack, PackWriter writer, Func<string, bool> isReplaced)
    {
        foreach (var path in pack.Manifest.Files.Keys.Where(p => !isReplaced(p)))
        {
            writer.Add(path, pack.ReadFile(path));
        }
    }

    private static string Resolve(string folder)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var target = Directory.Exists(full) ? Directory.ResolveLinkTarget(full, returnFinalTarget: true) : null;
        return Path.TrimEndingDirectorySeparator(target?.FullName ?? full) + Path.DirectorySeparatorChar;
    }
}
