using System.Diagnostics;
using System.Globalization;
using Reminisce.VectorData.Tests.Usearch;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>
/// POSIX drops a process's locks on a file when the process closes any descriptor of it. Whoever reads the database beside SQLite takes
/// away the locks that keep a second process from cutting the shared memory under this one.
/// </summary>
public sealed class FileLockTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [SkippableFact]
    public async Task Scrub_KeepsTheLocksOfSqlite()
    {
        Skip.IfNot(File.Exists("/proc/locks"), "The locks can be listed on Linux alone.");
        using var store = new UsearchVectorStore(_folder.Path);
        await store.GetCollection<int, Note>("notes").EnsureCollectionExistsAsync();
        await store.GetCollection<int, Note>("notes").UpsertAsync(new Note { Id = 1 });
        string[] files = ["store.db", "store.db-shm"];
        Skip.If(files.Select(Locks).Any(locks => locks == 0), "This kernel does not list the process's locks.");

        await store.ScrubAsync();
        Assert.All(files, file => Assert.NotEqual(0, Locks(file)));
        await store.GetCollection<int, Note>("notes").UpsertAsync(new Note { Id = 2 });
        await store.ScrubAsync();
        Assert.All(files, file => Assert.NotEqual(0, Locks(file)));
    }

    public void Dispose() => _folder.Dispose();

    private int Locks(string file)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%i", _folder.File(file)]) { RedirectStandardOutput = true })!;
        var inode = stat.StandardOutput.ReadToEnd().Trim();
        stat.WaitForExit();
        var owner = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        return File.ReadAllLines("/proc/locks").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Count(fields => fields.Contains("POSIX") && fields.Contains(owner) && fields.Any(field => field.EndsWith(":" + inode, StringComparison.Ordinal)));
    }
}
