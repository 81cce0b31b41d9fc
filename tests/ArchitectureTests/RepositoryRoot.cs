namespace ArchitectureTests;

internal static class RepositoryRoot
{
    public static string Path { get; } = Find();

    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(System.IO.Path.Combine(Path, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !IsBuildOutput(file));

    public static string Relative(string file) => System.IO.Path.GetRelativePath(Path, file).Replace('\\', '/');

    private static bool IsBuildOutput(string file)
    {
        var parts = Relative(file).Split('/');
        return parts.Contains("bin") || parts.Contains("obj") || parts.Contains("node_modules");
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "Reminisce.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Reminisce.sln above {AppContext.BaseDirectory}: run the tests from a checkout.");
    }
}
