using System.Text.Json;

namespace CrashTests;

/// <summary>Imports onto a disk that is too small, then goes on after it has grown.</summary>
public sealed class DiskFullTests : IDisposable
{
    private const int Files = 200;
    private const int SmallKilobytes = 400;
    private const int LargeKilobytes = 128 * 1_024;

    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-full-").FullName;

    [SkippableFact]
    public async Task Import_DiskFull_StopsWithOneSentenceAndKeepsWhatWasAcknowledged()
    {
        using var disk = SmallDisk.TryMount(SmallKilobytes);
        Skip.If(disk is null, "A small disk can only be mounted by root on Linux.");
        ImportFolder.Write(_folder, Files, seed: 3);
        var store = Path.Combine(disk.Root, "store");

        using var import = ImportProcess.Start("--import", _folder, "--store", store);
        var (output, error) = await import.EndAsync();

        Assert.Equal(1, import.ExitCode);
        Assert.Empty(output);
        Assert.Matches(@"^The disk of the store .* is full: .*\.$", Assert.Single(error.TrimEnd().Split('\n')));
        disk.Grow(LargeKilobytes);
        using var again = ImportProcess.Start("--import", _folder, "--store", store);
        Assert.Contains(", skipped 0", await again.FinishAsync(), StringComparison.Ordinal);
        using var stats = ImportProcess.Start("--stats", "--json", "--store", store);
        Assert.Equal(Files, JsonDocument.Parse(await stats.FinishAsync()).RootElement.GetProperty("items").GetInt32());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
