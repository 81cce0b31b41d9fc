using Reminisce.Memory.Tests.Fakes;
using Reminisce.Memory.Tests.Forgetting;

namespace Reminisce.Memory.Tests.Records;

/// <summary>What people, clocks and programs really send: a clear result, and nothing lost.</summary>
public sealed class BadInputTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task EveryCall_ClockSetBackBetween_KeepsOrderAndUndoes()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        var before = _test.Index.Dump();
        var first = await _test.Memory.SweepAsync();
        var back = new TestMemory(_test.Index, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TestMemory.At("2026-11-16T10:00")));
        await back.Memory.RememberAsync([TestMemory.Note("Dashboard! Revenue costs sales", "2026-11-10T10:20")]);
        var second = await back.Memory.SweepAsync();

        // The second came later whatever the clock says.
        await Assert.ThrowsAsync<InvalidOperationException>(() => back.Memory.UndoAsync(first.Id!.Value));
        await back.Memory.UndoAsync(second.Id!.Value);
        await back.Memory.UndoAsync(first.Id!.Value);
        Assert.All(before, b => Assert.Equal(b.Value, _test.Index.Dump()[b.Key]));
    }

    [Theory]
    [InlineData("2031-05-01T10:00")]
    [InlineData("9999-12-31T22:00")]
    [InlineData("0001-01-03T00:00")]
    public async Task RememberAsync_EventFarAheadOrBack_IsKeptFoundAndSurvivesASweep(string at)
    {
        var id = await _test.AddAsync("launch of the comet probe", at);
        var item = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "comet probe" })).Memories).Item;
        Assert.Equal((id, TestMemory.At(at)), (item.Id, item.OccurredAt));
        Assert.InRange(item.Strength, 0, 1);
        await _test.Memory.ReinforceAsync([id]);
        await _test.Memory.SweepAsync(new SweepOptions { MaximumItems = 0, MaximumBytes = 0, DropAfter = TimeSpan.FromDays(400) });
        Assert.Equal(1, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_EmptyEnormousOrWithoutItsMedia_SaysWhy()
    {
        var results = await _test.Memory.RememberAsync(
        [
            new MemoryInput { Text = " \n" },
            new MemoryInput { Text = new string('a', 1_000_001) },
            new MemoryInput { MediaType = "image/png" },
            new MemoryInput { Media = "dog"u8.ToArray() },
            null!,
            new MemoryInput { Text = new string('b', 1_000_000) },
        ]);
        Assert.Equal(
            ["There are no words and no media", "at most 1000000 are kept", "There are no words and no media", "no media type", "The input is null", null],
            results.Select(r => r.Reason is null ? null : ((string[])["There are no words and no media", "at most 1000000 are kept", "no media type", "The input is null"]).Single(p => r.Reason.Contains(p, StringComparison.Ordinal))));
        Assert.Equal(1, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_MediaReferenceThatPointsNowhere_IsProvenanceAllTheSame()
    {
        var input = TestMemory.Picture("brown dog", "2026-11-14T20:01");
        input.MediaReference = "/nowhere/dog.png";
        var id = await _test.AddAsync(input);
        Assert.Equal("/nowhere/dog.png", Assert.Single(await _test.Memory.GetAsync([id])).MediaReference);
    }

    [Fact]
    public async Task EveryCallWithIds_TheSameIdTwice_CountsItOnce()
    {
        var id = await _test.AddAsync("once", "2026-11-12T10:00");
        await _test.Memory.ReinforceAsync([id, id]);
        Assert.Equal(1, Assert.Single(await _test.Index.GetAsync([id], default)).UseCount);
        Assert.Single(await _test.Memory.GetAsync([id, id]));
        var preview = await _test.Memory.PreviewForgetAsync([id, id]);
        Assert.Single(preview.Items);
        Assert.Equal([id], await _test.Memory.ForgetAsync(preview.Token));
    }

    [Fact]
    public async Task RecallAsync_AmbiguousPhrase_TakesOneReadingAndNamesTheOthers()
    {
        await _test.AddAsync("tea with Anna", "2026-03-11T10:00");
        await _test.AddAsync("tea with Ben", "2026-11-03T10:00");
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "tea on 11/3/2026" });
        Assert.Equal("tea with Ben", Assert.Single(result.Memories).Item.Text);
        Assert.Contains(TestMemory.At("2026-03-11"), result.Time!.Alternatives.Select(a => a.Start));
    }

    [Fact]
    public async Task RecallAsync_EnormousOrOddQuestion_Answers()
    {
        await _test.AddAsync("tea with Anna", "2026-11-12T10:00");
        var query = "tea " + string.Concat(Enumerable.Repeat("last week between from ", 20_000)) + "\0\ud800";
        Assert.NotNull(await _test.Memory.RecallAsync(new RecallRequest { Query = query, IgnoreTime = true }));
    }

    [Fact]
    public async Task Gist_AfterASweep_KnowsItsSpanAndTheFactsOfItsMembers()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        var report = await _test.Memory.SweepAsync();
        var gist = Assert.Single(await _test.Memory.GetAsync([report.Steps[0].GistId!.Value]));
        Assert.Equal(TestMemory.At("2026-11-10T10:05"), gist.Span!.Start);
        Assert.Equal(TestMemory.At("2026-11-10T10:10").AddMilliseconds(1), gist.Span.End);
        var members = await _test.Memory.GetAsync(gist.Members);
        Assert.Equal(members.Where(m => m.Id != gist.Id).Select(m => m.Text).Order(), gist.Facts.Order());
        Assert.All(members.Where(m => m.Id != gist.Id), m => Assert.Null(m.Span));
    }
}
