using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

public sealed class RememberFunctionTests
{
    [Fact]
    public async Task Remember_Statement_IsStoredWithScopeTrustAndTime()
    {
        var scope = new MemoryScope(User: "mara");
        var scene = new Scene(new MemoryPluginOptions { Scope = scope });

        var answer = await scene.Plugin.RememberAsync(" The spare key is at Jonas's. ", occurredAt: "2026-05-01T08:00:00+02:00", place: "Home", people: ["Jonas"]);

        var item = Assert.Single(scene.Memory.Items);
        Assert.Equal($"Stored with id {item.Id}.", answer);
        Assert.Equal("The spare key is at Jonas's.", item.Text);
        Assert.Equal(scope, item.Scope);
        Assert.Equal(TrustTier.OwnTool, item.Trust);
        Assert.Equal("chat", item.Source);
        Assert.Equal("Home", item.Cues.Place);
        Assert.Equal(["Jonas"], item.Cues.People);
        Assert.Equal(new DateTimeOffset(2026, 5, 1, 6, 0, 0, TimeSpan.Zero), item.OccurredAt);
    }

    [Fact]
    public async Task Remember_SameTwice_ReportsTheDuplicate()
    {
        var scene = new Scene();
        await scene.Plugin.RememberAsync("The spare key is at Jonas's.");

        Assert.StartsWith("Already in the memory", await scene.Plugin.RememberAsync("The spare key is at Jonas's."), StringComparison.Ordinal);
        Assert.Single(scene.Memory.Items);
    }

    [Fact]
    public async Task Remember_RecalledText_IsNotStoredAgain()
    {
        var scene = new Scene();
        scene.Put("Lunch with Ines at the harbour.");
        await scene.Plugin.RecallAsync("lunch harbour");

        var answer = await scene.Plugin.RememberAsync("lunch with Ines  at the harbour.");

        Assert.StartsWith("Not stored", answer, StringComparison.Ordinal);
        Assert.Single(scene.Memory.Items);
    }

    [Fact]
    public async Task Remember_ARendering_IsNotStored()
    {
        var scene = new Scene();
        scene.Put("Lunch with Ines at the harbour.");
        var rendering = await scene.Plugin.RecallAsync("lunch harbour");

        Assert.StartsWith("Not stored", await scene.Plugin.RememberAsync("You told me: " + rendering), StringComparison.Ordinal);
        Assert.Single(scene.Memory.Items);
    }

    [Theory]
    [InlineData("", null, "text was empty")]
    [InlineData("A fact.", "the other day", "occurredAt was not understood")]
    public async Task Remember_BadArguments_ExplainsAndStoresNothing(string text, string? occurredAt, string expected)
    {
        var scene = new Scene();

        Assert.StartsWith(expected, await scene.Plugin.RememberAsync(text, occurredAt), StringComparison.Ordinal);
        Assert.Empty(scene.Memory.Items);
    }
}
