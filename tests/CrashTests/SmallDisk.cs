using System.Diagnostics;

namespace CrashTests;

/// <summary>A file system in memory of a given size; needs Linux and the right to mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Root = path;

    public string Root { get; }

    /// <summary>Mounts one, or gives nothing where that is not possible.</summary>
    public static SmallDisk? TryMount(int kilobytes)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        var path = Directory.CreateTempSubdirectory("reminisce-disk-").FullName;
        if (Run("mount", "-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", path))
        {
            return new SmallDisk(path);
        }

        Directory.Delete(path);
        return null;
    }

    public void Grow(int kilobytes) => Assert.True(Run("mount", "-o", $"remount,size={kilobytes}k", Root));

    public void Dispose()
    {
        Run("umount", Root);
        Directory.Delete(Root);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
