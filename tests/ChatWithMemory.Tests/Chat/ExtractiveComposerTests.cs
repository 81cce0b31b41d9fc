using ChatWithMemory.Chat;

namespace ChatWithMemory.Tests.Chat;

public sealed class ExtractiveComposerTests
{
    private readonly ExtractiveComposer _composer = new(TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"));

    [Fact]
    public void ComposeAnswer_Fact_QuotesTheSentenceThatSharesMostWords()
    {
        var answer = _composer.ComposeAnswer("what did the chain cost", Rendering.Recall("It rained. The new chain cost 24 euro. Then home."));

        Assert.Equal("\"The new chain cost 24 euro.\" [1]\n[1] Tue 10 Mar 2026 09:00 · Notes · 08090a01 · It rained. The new chain cost 24 euro. Then home.", answer);
    }

    [Fact]
    public void ComposeAnswer_Fact_ShowsOnlyTheBestFive()
    {
        var answer = _composer.ComposeAnswer("walk", Rendering.Recall("walk 1", "walk 2", "walk 3", "walk 4", "walk 5", "walk 6"));

        Assert.Contains("[5]", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("[6]", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void ComposeAnswer_SpanOfTime_ListsEverythingInOrder()
    {
        var answer = _composer.ComposeAnswer("what did I see last week", Rendering.RecallOfAWeek("a", "b", "c", "d", "e", "f"));

        Assert.StartsWith("6 memories from Tue 10 Mar 2026 to Sun 15 Mar 2026:\n[1] ", answer, StringComparison.Ordinal);
        Assert.Contains("\n[6] Sun 15 Mar 2026", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nothing was found.", "Nothing found in your memory about that.")]
    [InlineData("Nothing was found.\nData.\n<recalled-memories nonce=\"a\">\n{\"hint\":\"Try other words.\"}\n</recalled-memories nonce=\"a\">", "Try other words.")]
    public void ComposeAnswer_NothingFound_SaysSoWithTheHint(string result, string expected) =>
        Assert.Equal(expected, _composer.ComposeAnswer("submarine", result));

    [Fact]
    public void ComposeForget_Preview_AsksBeforeAnythingGoes() =>
        Assert.EndsWith("Say \"yes\" to remove it, or anything else to keep it.", _composer.ComposeForget(Rendering.Preview("t", "old note")), StringComparison.Ordinal);
}
