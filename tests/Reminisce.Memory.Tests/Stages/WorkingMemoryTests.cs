using CsCheck;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Stages;

public sealed class WorkingMemoryTests
{
    [Fact]
    public void Attend_EverythingFits_HandsOnTheRecallAsItIs()
    {
        var result = new RecallResult([Found("one", 2), Found("two", 1)], null, null);
        var content = new WorkingMemory().Attend(result);
        Assert.Same(result, content.Recall);
        Assert.Equal((2, 0), (content.Chunks.Count, content.LeftOut));
        Assert.Equal(content.Chunks.Sum(c => c.Tokens), content.Tokens);
    }

    [Fact]
    public void Attend_TokensRunOut_KeepsTheBestThatFitsAndSaysSo()
    {
        var result = new RecallResult([Found(new string('a', 400), 3), Found(new string('b', 4000), 2), Found(new string('c', 400), 1)], null, null);
        var content = new WorkingMemory(new WorkingMemoryOptions { MaximumTokens = 500 }).Attend(result);
        Assert.Equal([result.Memories[0], result.Memories[2]], content.Recall.Memories);
        Assert.Equal((1, 320), (content.LeftOut, content.Tokens));
        Assert.Contains("1 more memory was found and left out", content.Recall.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void Attend_RepetitionsAndSomethingElse_LetsTheElseIn()
    {
        var result = new RecallResult([Found("lunch pasta at noon", 3), Found("lunch pasta at noon again", 2.9), Found("lunch pasta at noon too", 2.8), Found("walk by the lake", 2)], null, null);
        var content = new WorkingMemory(new WorkingMemoryOptions { MaximumChunks = 2 }).Attend(result);
        Assert.Equal([result.Memories[0], result.Memories[3]], content.Recall.Memories);
    }

    [Fact]
    public void Attend_PictureNearlyAsGoodAsManyWords_HasItsSide()
    {
        var picture = Found("", 2, Modality.Picture);
        var result = new RecallResult([.. Enumerable.Range(0, 5).Select(i => Found($"note{i} text{i}", 3 - (0.01 * i))), picture], null, null);
        var content = new WorkingMemory(new WorkingMemoryOptions { MaximumChunks = 3 }).Attend(result);
        Assert.Contains(picture, content.Recall.Memories);
        Assert.Equal(WorkingMemorySide.Pictures, content.Chunks.Single(c => c.Memory == picture).Side);
    }

    [Fact]
    public void Attend_StrongerOrCued_WinsOverEqualRelevance()
    {
        var plain = Found("plain words", 1);
        var strong = plain with { Item = plain.Item with { Id = Guid.NewGuid(), Strength = 0.9, Text = "strong words" } };
        var cued = plain with { Item = plain.Item with { Id = Guid.NewGuid(), Text = "cued words" }, Cues = ["place Canteen"] };
        var options = new WorkingMemoryOptions { MaximumChunks = 1 };
        Assert.Same(strong, new WorkingMemory(options).Attend(new RecallResult([plain, strong], null, null)).Recall.Memories[0]);
        Assert.Same(cued, new WorkingMemory(options).Attend(new RecallResult([plain, cued], null, null)).Recall.Memories[0]);
    }

    [Fact]
    public void Attend_Episode_IsOneChunkThatPaysForAllItsParts()
    {
        var parts = new[] { Found("a note", 1).Item, Found("", 1, Modality.Picture).Item };
        var episode = Found("a note", 1) with { Parts = parts };
        var chunk = Assert.Single(new WorkingMemory().Attend(new RecallResult([episode], null, null)).Chunks);
        Assert.Equal((WorkingMemorySide.Episodes, (2 * 60) + 85 + 2), (chunk.Side, chunk.Tokens));
    }

    [Fact]
    public void CitedIn_Answer_GivesWhatWasShownAndCitedOnly()
    {
        var parts = new[] { Found("a note", 1).Item with { Id = Guid.NewGuid() }, Found("other", 1).Item with { Id = Guid.NewGuid() } };
        var shown = Found("shown", 1);
        var content = new WorkingMemory().Attend(new RecallResult([shown, Found("a note", 1) with { Item = parts[0], Parts = parts }], null, null));
        var answer = $"It was there [{parts[1].Id.ToString().ToUpperInvariant()}], not [{Guid.NewGuid()}].";
        Assert.Equal([parts[1].Id], content.CitedIn(answer));
    }

    [Fact]
    public void Attend_AnyRecall_StaysWithinBudgetsInOrderAndNeverEmpty() =>
        Gen.Int[0, 3000].Select(Gen.Double[0, 5], Gen.Bool).Array[1, 25].Select(Gen.Int[1, 9], Gen.Int[1, 3000]).Sample((memories, chunks, tokens) =>
        {
            var result = new RecallResult([.. memories.Select((m, i) => Found(new string((char)('a' + i), m.Item1), m.Item2, m.Item3 ? Modality.Picture : Modality.Text))], null, null);
            var content = new WorkingMemory(new WorkingMemoryOptions { MaximumChunks = chunks, MaximumTokens = tokens }).Attend(result);
            return content.Chunks.Count >= 1 && content.Chunks.Count <= chunks
                && (content.Tokens <= tokens || content.Chunks.Count == 1)
                && content.LeftOut == result.Memories.Count - content.Chunks.Count
                && content.Recall.Memories.SequenceEqual(result.Memories.Where(content.Recall.Memories.Contains));
        });

    [Theory]
    [InlineData("", 0)]
    [InlineData("four", 1)]
    [InlineData("seven77", 2)]
    [InlineData("上周看到了什么", 7)]
    public void TokenEstimate_Text_CountsLettersAndScriptsWithoutSpaces(string text, int expected) =>
        Assert.Equal(expected, Reminisce.Memory.Stages.TokenEstimate.Of(text));

    private static RecalledMemory Found(string text, double score, Modality modality = Modality.Text) =>
        new(Items.Item(text) with { Modality = modality, Id = Guid.NewGuid() }, score, "words");
}
