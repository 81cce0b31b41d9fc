using System.Globalization;
using System.Text.Json;
using Xunit.Abstractions;

namespace CrashTests;

/// <summary>
/// Kills the importing program with SIGKILL at seeded moments and checks what the store says afterwards.
/// REMINISCE_CRASH_KILLS sets the number of kills (default 3), REMINISCE_CRASH_SEED the seed (default 1).
/// </summary>
public sealed class KillDuringImportTests(ITestOutputHelper output) : IDisposable
{
    private const int Files = 300;
    private const int BatchSize = 32;

    private readonly string _root = Directory.CreateTempSubdirectory("reminisce-crash-").FullName;

    [Fact]
    public async Task Import_KilledAtRandomMoments_LosesNothingAcknowledgedAndDoublesNothing()
    {
        var kills = CrashSetting.Read("REMINISCE_CRASH_KILLS", 3);
        var seed = CrashSetting.Read("REMINISCE_CRASH_SEED", 1);
        output.WriteLine($"seed {seed}, {kills} kills");
        var random = new Random(seed);
        ImportFolder.Write(Folder, Files, seed);
        for (var kill = 1; kill <= kills; kill++)
        {
            if (await HasAllAsync())
            {
                // The next kill must meet an import that still has work to do.
                Directory.Delete(Store, recursive: true);
            }

            var known = Directory.Exists(Store) ? await CountAsync() : 0;
            var batches = random.Next(0, (Files / BatchSize) - 2);
            var delay = random.Next(0, batches == 0 ? 2_000 : 300);
            using var import = ImportProcess.Start("--import", Folder, "--store", Store, "--verbose");
            var acknowledged = await import.FollowAsync(batches, async process =>
            {
                await Task.Delay(delay);
                process.Kill();
            });
            var stored = await CountAsync();
            output.WriteLine($"kill {kill}: after {batches} batches + {delay} ms; acknowledged {acknowledged}, stored {known} -> {stored}");
            Assert.InRange(stored, Math.Max(known, acknowledged), Files);
        }

        Assert.Contains($"duplicates {await CountAsync()}, skipped 0", await ImportAsync(), StringComparison.Ordinal);
        Assert.Equal(Files, await CountAsync());
        Assert.Contains($"added 0, duplicates {Files}, skipped 0", await ImportAsync(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Import_InterruptedByCtrlC_FinishesTheBatchAndLeavesCleanly()
    {
        Skip.If(IgnoresInterrupts(), "Ctrl+C is ignored here, as in a background job of a shell, and every process that is started inherits that; run the tests in the foreground.");
        ImportFolder.Write(Folder, Files, seed: 7);
        using var import = ImportProcess.Start("--import", Folder, "--store", Store, "--verbose");

        var acknowledged = await import.FollowAsync(1, async process =>
        {
            using var kill = System.Diagnostics.Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
        });

        Assert.Equal(130, import.ExitCode);
        Assert.InRange(acknowledged, BatchSize, Files - 1);
        Assert.Equal(acknowledged, await CountAsync());
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private static bool IgnoresInterrupts()
    {
        const int Interrupt = 2;
        var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)).Split(':')[1].Trim();
        return (ulong.Parse(ignored, NumberStyles.HexNumber, CultureInfo.InvariantCulture) >> (Interrupt - 1) & 1) != 0;
    }

    private string Folder => Path.Combine(_root, "in");

    private string Store => Path.Combine(_root, "store");

    private async Task<int> CountAsync()
    {
        using var stats = ImportProcess.Start("--stats", "--json", "--store", Store);
        var root = JsonDocument.Parse(await stats.FinishAsync()).RootElement;
        return root.GetProperty("items").GetInt32() + root.GetProperty("cold").GetInt32();
    }

    private async Task<bool> HasAllAsync() => Directory.Exists(Store) && await CountAsync() == Files;

    private async Task<string> ImportAsync()
    {
        using var import = ImportProcess.Start("--import", Folder, "--store", Store);
        return await import.FinishAsync();
    }
}
