using Reminisce.Memory;

namespace Reminisce.SemanticKernel.Tests;

public sealed class RecallFunctionTests
{
    [Fact]
    public async Task Recall_MatchingNote_GivesIdTimeSourceTrustAndText()
    {
        var scene = new Scene();
        var item = scene.Put("The dentist appointment is on Friday.", "Calendar", TrustTier.OwnTool);

        var memory = Assert.Single(RenderedMemories.Parse(await scene.Plugin.RecallAsync("dentist appointment")));

        Assert.Equal(item.Id, memory.Id);
        Assert.Equal(item.OccurredAt, memory.Time);
        Assert.Equal("Calendar", memory.Source);
        Assert.Equal("ownTool", memory.Trust);
        Assert.Equal("text", memory.Modality);
        Assert.Equal("The dentist appointment is on Friday.", memory.Text);
    }

    [Fact]
    public async Task Recall_NothingMatches_SaysSoWithoutMarks()
    {
        var scene = new Scene();
        scene.Put("The dentist appointment is on Friday.");

        var result = await scene.Plugin.RecallAsync("submarine");

        Assert.Equal("Nothing was found.", result);
        Assert.Empty(RenderedMemories.Parse(result));
    }

    [Fact]
    public async Task Recall_FromAndTo_BecomeAHalfOpenWindow()
    {
        var scene = new Scene();
        scene.Put("walk in the park", daysAgo: 1);
        var inside = scene.Put("walk on the beach", daysAgo: 3);

        var result = await scene.Plugin.RecallAsync("walk", from: "2026-05-17", to: "2026-05-18T00:00:00Z");

        Assert.Equal(inside.Id, Assert.Single(RenderedMemories.Parse(result)).Id);
        Assert.Equal(new DateTimeOffset(2026, 5, 17, 0, 0, 0, TimeSpan.Zero), scene.Memory.LastRequest!.Window!.Start);
    }

    [Theory]
    [InlineData("yesterday-ish", null, "from was not understood")]
    [InlineData(null, "soon", "to was not understood")]
    [InlineData("2026-05-18", "2026-05-17", "from must be earlier than to")]
    public async Task Recall_BadTimes_ExplainsAndDoesNotSearch(string? from, string? to, string expected)
    {
        var scene = new Scene();

        Assert.StartsWith(expected, await scene.Plugin.RecallAsync("walk", from, to), StringComparison.Ordinal);
        Assert.Null(scene.Memory.LastRequest);
    }

    [Theory]
    [InlineData("smell")]
    [InlineData("7")]
    public async Task Recall_UnknownModality_Explains(string modality) =>
        Assert.StartsWith("modality was not understood", await new Scene().Plugin.RecallAsync("walk", modality: modality), StringComparison.Ordinal);

    [Fact]
    public async Task Recall_EmptyQueryWithoutWindow_Explains() =>
        Assert.StartsWith("query was empty", await new Scene().Plugin.RecallAsync("  "), StringComparison.Ordinal);

    [Fact]
    public async Task Recall_LimitAboveTheOption_IsCut()
    {
        var scene = new Scene(new MemoryPluginOptions { MaximumResults = 2 });
        for (var i = 0; i < 5; i++)
        {
            scene.Put($"walk number {i}");
        }

        Assert.Equal(2, RenderedMemories.Parse(await scene.Plugin.RecallAsync("walk", limit: 500)).Count);
    }

    [Fact]
    public async Task Recall_TimesAreShownInTheZoneOfTheOptions()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
        var scene = new Scene(new MemoryPluginOptions { TimeZone = zone });
        scene.Put("walk in the park");

        Assert.Equal(TimeSpan.FromHours(8), Assert.Single(RenderedMemories.Parse(await scene.Plugin.RecallAsync("walk"))).Time.Offset);
    }
}
