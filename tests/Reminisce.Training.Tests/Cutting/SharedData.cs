namespace Reminisce.Training.Tests.Cutting;

/// <summary>Real models beside the repository, where they are present.</summary>
internal static class SharedData
{
    /// <summary>Finds <c>../shared</c> from the repository's root; skips the test where a path under it is absent.</summary>
    public static string Require(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Reminisce.sln")))
        {
            folder = folder.Parent;
        }

        var found = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared", path) : null;
        Skip.IfNot(found is not null && Path.Exists(found), $"The model '{path}' is not on this machine.");
        return found!;
    }
}
