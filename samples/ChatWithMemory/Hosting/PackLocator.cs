namespace ChatWithMemory.Hosting;

/// <summary>Finds the model pack: the one named, the one beside the app, or the one of a folder above it.</summary>
internal static class PackLocator
{
    private const string Relative = "models/reminisce-mini";
    private const string Manifest = "pack.json";

    /// <exception cref="UserErrorException">There is none.</exception>
    public static string Find(string? named, string appFolder)
    {
        if (named is not null)
        {
            return File.Exists(Path.Combine(named, Manifest))
                ? Path.GetFullPath(named)
                : throw new UserErrorException($"The folder {named} is no model pack: it has no {Manifest}. Give --pack a folder with one.");
        }

        for (var folder = new DirectoryInfo(appFolder); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, Relative);
            if (File.Exists(Path.Combine(candidate, Manifest)))
            {
                return candidate;
            }
        }

        throw new UserErrorException($"No model pack was found: {Relative} is neither beside the app nor above it. Name one with --pack FOLDER.");
    }
}
