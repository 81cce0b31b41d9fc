using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Records;

/// <summary>Words, pictures and what else belongs together: remembered whole or not at all, recalled as one.</summary>
public sealed class EpisodeTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task RememberAsync_Episode_StoresAllPartsUnderOneId()
    {
        var results = await _test.Memory.RememberAsync(Party());
        Assert.All(results, r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
        var episode = Assert.Single(results.Select(r => r.EpisodeId).Distinct());
        Assert.NotNull(episode);
        var items = await _test.Memory.GetAsync([.. results.Select(r => r.Id!.Value)]);
        Assert.All(items, i => Assert.Equal(episode, i.EpisodeId));
        Assert.Equal(0, _test.Index.EntryCount);
    }

    [Fact]
    public async Task RecallAsync_WordsOfOnePartMeaningOfAnother_GivesOneAnswerWithAllParts()
    {
        await _test.Memory.RememberAsync(Party());
        await _test.AddAsync("Charged batteries", "2026-11-14T10:00");
        var found = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "brown dog running at the birthday" })).Memories);
        Assert.Equal(["Birthday of Anna in the garden", "", "Everybody sang"], found.Parts.Select(p => p.Text));
        Assert.Contains(found.Item.Id, found.Parts.Select(p => p.Id));
        Assert.Contains("birthday", found.Why, StringComparison.Ordinal);
        Assert.Contains("meaning", found.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_WordsSpreadOverTheParts_CoverTheQuestionTogether()
    {
        await _test.Memory.RememberAsync(Party());
        Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "garden sang lantern" })).Memories);
    }

    [Fact]
    public async Task RecallAsync_TimeOnly_CountsAnEpisodeOnce()
    {
        await _test.Memory.RememberAsync(Party());
        await _test.AddAsync("Paid the gas bill", "2026-11-14T23:00");
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "what happened on 14 November", Top = 2 });
        Assert.Equal([3, 0], result.Memories.Select(m => m.Parts.Count));
        Assert.Equal("Paid the gas bill", result.Memories[1].Item.Text);
    }

    [Fact]
    public async Task RecallAsync_PartThatMayNotBeShown_IsLeftOut()
    {
        var inputs = Party();
        inputs[2].Trust = TrustTier.Web;
        var results = await _test.Memory.RememberAsync(inputs);
        await _test.Memory.SuppressAsync(results[1].Id!.Value);
        Assert.Equal(2, Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "birthday garden" })).Memories).Parts.Count);
        Assert.Empty(Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "birthday garden", LeastTrusted = TrustTier.OwnTool })).Memories).Parts);
    }

    [Fact]
    public async Task RememberAsync_PartThatCannotBeEmbedded_StoresNothingOfTheEpisode()
    {
        var inputs = Party();
        inputs[1].Media = System.Text.Encoding.UTF8.GetBytes(WordVectors.Undecodable);
        var results = await _test.Memory.RememberAsync([.. inputs, TestMemory.Note("on its own", "2026-11-14T12:00")]);
        Assert.Equal([RememberOutcome.Rejected, RememberOutcome.Rejected, RememberOutcome.Rejected, RememberOutcome.Stored], results.Select(r => r.Outcome));
        Assert.Contains("part 2", results[0].Reason, StringComparison.Ordinal);
        Assert.Equal(1, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_RefusedPartOrScopesMixed_StoresNothingOfTheEpisode()
    {
        var empty = Party();
        empty[2].Text = " ";
        Assert.All(await _test.Memory.RememberAsync(empty), r => Assert.Contains("part 3 of 3", r.Reason, StringComparison.Ordinal));
        var mixed = Party();
        mixed[0].Scope = new MemoryScope(User: "eve");
        Assert.All(await _test.Memory.RememberAsync(mixed), r => Assert.Contains("different scopes", r.Reason, StringComparison.Ordinal));
        Assert.Equal(0, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_EpisodeTwice_AddsNothing()
    {
        var first = await _test.Memory.RememberAsync(Party());
        var before = _test.Index.Dump();
        var second = await _test.Memory.RememberAsync(Party());
        Assert.All(second, r => Assert.Equal(RememberOutcome.Duplicate, r.Outcome));
        Assert.Equal(first.Select(r => (r.Id, r.EpisodeId)), second.Select(r => (r.Id, r.EpisodeId)));
        Assert.Equal(before, _test.Index.Dump());
    }

    [Fact]
    public async Task RememberAsync_PartThatIsThereOnItsOwn_IsBoundAndTheEpisodeGrows()
    {
        var inputs = Party();
        var alone = await _test.AddAsync(TestMemory.Note("Birthday of Anna in the garden", "2026-11-14T20:00"));
        var bound = await _test.Memory.RememberAsync(inputs[..2]);
        Assert.Equal((RememberOutcome.Duplicate, alone), (bound[0].Outcome, bound[0].Id!.Value));
        var grown = await _test.Memory.RememberAsync(inputs[1..]);
        Assert.Equal(bound[1].EpisodeId, grown[1].EpisodeId);
        Assert.Equal(3, Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "birthday" })).Memories).Parts.Count);
    }

    [Fact]
    public async Task RememberAsync_ManyInputsAroundABatch_KeepsTheirOrderAndEpisodes()
    {
        var inputs = Enumerable.Range(0, 130).Select(i => TestMemory.Note($"note number {i}", "2026-11-10T09:00")).ToArray();
        foreach (var i in (int[])[3, 63, 64, 129])
        {
            inputs[i].Episode = "spread";
        }

        var reported = new List<int>();
        var results = await _test.Memory.RememberAsync(inputs, new Reports(reported.Add));
        Assert.Equal(130, reported[^1]);
        var items = await _test.Memory.GetAsync([.. results.Select(r => r.Id!.Value)]);
        Assert.Equal(inputs.Select(i => i.Text), items.Select(i => i.Text));
        Assert.Equal(4, items.Count(i => i.EpisodeId is not null));
    }

    [Fact]
    public async Task ForgetAsync_PartOfAnEpisode_LeavesTheOthers()
    {
        var results = await _test.Memory.RememberAsync(Party());
        await _test.Memory.ForgetAsync((await _test.Memory.PreviewForgetAsync([results[0].Id!.Value, results[1].Id!.Value])).Token);
        Assert.Empty(Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "everybody sang" })).Memories).Parts);
    }

    [Fact]
    public void RenderRecall_Episode_IsOneLineWithItsParts()
    {
        var items = new[] { Items.Item("head"), Items.Item("part two"), Items.Item("third part") };
        var result = new RecallResult([new RecalledMemory(items[1], 1, "words") { Parts = items }], null, null);
        var rendered = Assert.Single(RenderedMemories.Parse(new MemoryRenderer(TimeZoneInfo.Utc, 100).RenderRecall(result)));
        Assert.Equal("part two", rendered.Text);
        Assert.Equal(["head", "third part"], rendered.Parts!.Select(p => p.Text));
    }

    internal static MemoryInput[] Party()
    {
        MemoryInput[] parts =
        [
            TestMemory.Note("Birthday of Anna in the garden", "2026-11-14T20:00"),
            TestMemory.Picture("brown dog running", "2026-11-14T20:01"),
            TestMemory.Note("Everybody sang", "2026-11-14T20:02"),
        ];
        Array.ForEach(parts, p => p.Episode = "party");
        return parts;
    }

    private sealed class Reports(Action<int> report) : IProgress<int>
    {
        public void Report(int value) => report(value);
    }
}
