namespace ChatWithMemory.Tests.Commands;

public sealed class TalkTests(LoadedLifeLog lifeLog) : IClassFixture<LoadedLifeLog>
{
    [Fact]
    public async Task Talk_RememberRecallForget_TakesTwoStepsAndRemoves()
    {
        var result = await lifeLog.TalkAsync(
            "remember that the xylophone is in the attic", "where is the xylophone", "forget [1]", "yes", "where is the xylophone", "/quit");

        result.AssertOk();
        Assert.Contains("Stored with id", result.Output, StringComparison.Ordinal);
        Assert.Contains("This would be removed for good:", result.Output, StringComparison.Ordinal);
        Assert.Contains("Removed 1 memory", result.Output, StringComparison.Ordinal);
        var afterwards = result.Output[result.Output.IndexOf("Removed 1 memory", StringComparison.Ordinal)..];
        Assert.DoesNotContain("xylophone is in the attic", afterwards, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Talk_NoAfterAPreview_KeepsTheMemory()
    {
        var result = await lifeLog.TalkAsync("remember that the theremin is in the cellar", "where is the theremin", "forget [1]", "no", "where is the theremin");

        result.AssertOk();
        var refused = result.Output.IndexOf("Nothing was removed.", StringComparison.Ordinal);
        Assert.True(refused > 0, result.Output);
        Assert.Contains("theremin is in the cellar", result.Output[refused..], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Talk_EndOfInput_EndsProperly()
    {
        var result = await lifeLog.TalkAsync("");

        result.AssertOk();
        Assert.Empty(result.Output.Trim());
    }

    [Fact]
    public async Task Talk_Commands_AnswerAndUnknownOnesAreNamed()
    {
        var result = await lifeLog.TalkAsync("/help", "/stats", "/sweep --dry-run", "/dance", "/import /no/such/folder", "/quit");

        result.AssertOk();
        Assert.Contains("/import FOLDER", result.Output, StringComparison.Ordinal);
        Assert.Contains("memories in recall", result.Output, StringComparison.Ordinal);
        Assert.Contains("A sweep would leave", result.Output, StringComparison.Ordinal);
        Assert.Contains("/dance was not understood", result.Output, StringComparison.Ordinal);
        Assert.Contains("The folder /no/such/folder does not exist", result.Error, StringComparison.Ordinal);
    }
}
