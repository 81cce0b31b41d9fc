using Reminisce.Encoders;

namespace Reminisce.Training.Exits;

/// <summary>Carries files of a pack over to a new one; the pack itself is only read.</summary>
internal static class PackCopy
{
    /// <summary>Refuses to write a pack over the one it is made from.</summary>
    /// <exception cref="ArgumentException">Both are one folder.</exception>
    public static void RequireOther(string packFolder, string outputFolder)
    {
        if (Path.TrimEndingDirectorySeparator(Path.GetFullPath(packFolder)) == Path.TrimEndingDirectorySeparator(Path.GetFullPath(outputFolder)))
        {
            throw new ArgumentException($"The new pack would replace the pack it is made from, '{packFolder}'; give another folder.", nameof(outputFolder));
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
}
