using System.Text.RegularExpressions;

namespace ChatWithMemory.Tests.Commands;

public sealed partial class SweepTests(LoadedLifeLog lifeLog) : IClassFixture<LoadedLifeLog>
{
    [Fact]
    public async Task Sweep_DryRunThenSweepThenUndo_LeavesTheStoreAsItWas()
    {
        var before = await StatsAsync();
        var dry = await RunAsync("--sweep", "--dry-run");
        var afterDry = await StatsAsync();
        var swept = await RunAsync("--sweep");

        Assert.Equal(before, afterDry);
        Assert.StartsWith("A sweep would leave", dry.Output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Matches(UndoLine(), swept.Output);
        Assert.NotEqual(before, await StatsAsync());
        var undone = await RunAsync("--undo", UndoLine().Match(swept.Output).Groups["id"].Value);
        Assert.Contains("are back as they were", undone.Output, StringComparison.Ordinal);
        Assert.Equal(before, await StatsAsync());
    }

    [Fact]
    public async Task Undo_UnknownSweep_FailsWithOneSentence()
    {
        var result = await AppProcess.RunAsync(["--undo", "11111111-2222-3333-4444-555555555555", "--store", lifeLog.Store, "--now", LoadedLifeLog.Now]);

        result.AssertOneSentence(1, "");
    }

    private async Task<string> StatsAsync()
    {
        var output = (await RunAsync("--stats", "--json")).Output;
        return output[..output.IndexOf(",\"coarse\"", StringComparison.Ordinal)];
    }

    private async Task<AppResult> RunAsync(params string[] arguments)
    {
        var result = await AppProcess.RunAsync([.. arguments, "--store", lifeLog.Store, "--now", LoadedLifeLog.Now]);
        result.AssertOk();
        return result;
    }

    [GeneratedRegex("--undo (?<id>[0-9a-f-]{36})")]
    private static partial Regex UndoLine();
}
