using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.Memory;

namespace Reminisce.Cli.Tests;

/// <summary>The commands over a memory, on real files with the pack of the project.</summary>
public sealed class MemoryCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-cli-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Audit_TableAndJson_NameTheSecretWithoutShowingIt()
    {
        var ids = await FillAsync();
        var table = await OnStoreAsync("audit");
        Assert.Equal(3, table.ExitCode);
        Assert.Contains("Secret                   1         1", table.Output, StringComparison.Ordinal);
        Assert.Contains(ids[1].ToString(), table.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", table.Output, StringComparison.Ordinal);
        using var json = JsonDocument.Parse((await OnStoreAsync("audit", "--json")).Output);
        Assert.Equal(3, json.RootElement.GetProperty("memories").GetInt32());
        var finding = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray(), f => f.GetProperty("kind").GetString() == "secret");
        Assert.Equal(ids[1], Assert.Single(finding.GetProperty("ids").EnumerateArray()).GetGuid());
    }

    [Fact]
    public async Task Recall_Explained_ShowsTheAnswerAndEveryStepOfItsSearches()
    {
        await FillAsync();
        var plain = await OnStoreAsync("recall", "harbour");
        Assert.Equal(0, plain.ExitCode);
        Assert.Contains("harbour", plain.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("stopped by", plain.Output, StringComparison.Ordinal);
        var explained = await OnStoreAsync("recall", "harbour", "--explain");
        Assert.Contains("stopped by", explained.Output, StringComparison.Ordinal);
        Assert.Contains("exit.text full", explained.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EraseThenVerify_WithoutYesNothing_WithYesNoByteIsLeft()
    {
        var ids = await FillAsync();
        var receipt = In("receipt.json");
        var look = await OnStoreAsync("erase", "--id", ids[1].ToString());
        Assert.Equal((0, true), (look.ExitCode, look.Output.Contains("Nothing was erased", StringComparison.Ordinal)));
        Assert.False(File.Exists(receipt));
        var done = await OnStoreAsync("erase", "--id", ids[1].ToString(), "--yes", "--receipt", receipt);
        Assert.Equal(0, done.ExitCode);
        Assert.Contains("1 memories erased", done.Output, StringComparison.Ordinal);
        var checkedNow = await ToolRun.Async("verify", receipt, "--store", In("store"), "--word", "hunter2");
        Assert.Equal(0, checkedNow.ExitCode);
        var other = await ToolRun.Async("verify", receipt, "--store", In("store"), "--word", "harbour");
        Assert.Equal(3, other.ExitCode);
        Assert.DoesNotContain("harbour", other.Output, StringComparison.Ordinal);
        Assert.Equal(0, (await OnStoreAsync("audit")).ExitCode);
    }

    [Fact]
    public async Task ExportImport_IntoAnotherMemory_BringsEverything()
    {
        await FillAsync();
        Assert.Contains("3 memories", (await OnStoreAsync("export", In("export"))).Output, StringComparison.Ordinal);
        await using (var other = Open(In("other")))
        {
            await other.GetRequiredService<IMemory>().GetStatisticsAsync();
        }

        var import = await ToolRun.Async("import", In("export"), "--store", In("other"), "--pack", Pack());
        Assert.Equal((0, "3 added, 0 replaced, 0 kept as they were, 0 embedded anew, 0 failed."), (import.ExitCode, import.Output.Trim()));
        var again = await OnStoreAsync("export", In("export"));
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("already", again.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SweepUndo_DryRunFirst_ThenBack()
    {
        await FillAsync();
        var dry = await OnStoreAsync("sweep", "--dry-run", "--days", "1");
        Assert.Contains("Nothing was changed", dry.Output, StringComparison.Ordinal);
        var done = await OnStoreAsync("sweep", "--days", "1");
        Assert.Contains("3 memories in ordinary recall, 0 after", done.Output, StringComparison.Ordinal);
        var id = done.Output.Trim().Split(' ')[^1];
        Assert.Equal("3 memories are as they were before.", (await OnStoreAsync("undo", id)).Output.Trim());
        Assert.Equal(1, (await OnStoreAsync("undo", id)).ExitCode);
    }

    [Fact]
    public async Task NoMemoryThere_SaysSoAndMakesNone()
    {
        foreach (var command in new[] { "audit", "sweep" })
        {
            var run = await ToolRun.Async(command, "--store", In("nothing"), "--pack", Pack());
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("There is no memory in", run.Error.ReplaceLineEndings(" "), StringComparison.Ordinal);
        }

        Assert.False(Directory.Exists(In("nothing")));
    }

    [Theory]
    [InlineData("audit", "Exit code")]
    [InlineData("erase", "--yes")]
    [InlineData("verify", "hunter2")]
    [InlineData("export", "not encrypted")]
    [InlineData("import", "import what you trust")]
    [InlineData("sweep", "reminisce undo ID")]
    [InlineData("undo", "reminisce sweep printed")]
    public async Task Help_OfEachCommand_TeachesItsUse(string command, string taught)
    {
        var help = await ToolRun.Async(command, "--help");
        Assert.Equal(0, help.ExitCode);
        Assert.Contains(taught, string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    private async Task<Guid[]> FillAsync()
    {
        await using var services = Open(In("store"));
        var at = new DateTimeOffset(2026, 5, 1, 10, 0, 0, TimeSpan.Zero);
        string[] texts = ["Saw the harbour from the tower", "The router password: hunter2!", "Bought bread and olives"];
        var results = await services.GetRequiredService<IMemory>().RememberAsync([.. texts.Select((text, i) => new MemoryInput { Text = text, OccurredAt = at.AddHours(i), Source = "notes" })]);
        return [.. results.Select(r => r.Id!.Value)];
    }

    private Task<ToolRun> OnStoreAsync(string command, params string[] more) => ToolRun.Async([command, .. more, "--store", In("store"), "--pack", Pack()]);

    private static ServiceProvider Open(string store) =>
        new ServiceCollection().AddReminisce(o => (o.StorePath, o.PackPath) = (store, Pack())).BuildServiceProvider();

    private string In(string name) => Path.Combine(_folder, name);

    private static string Pack()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Reminisce.sln")))
            {
                return Path.Combine(folder.FullName, "models", "reminisce-mini");
            }
        }

        throw new InvalidOperationException("Run the tests from a checkout.");
    }
}
