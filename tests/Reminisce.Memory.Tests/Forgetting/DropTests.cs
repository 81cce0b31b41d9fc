using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

/// <summary>What faded long ago may be dropped; what is the last memory of somebody never fades.</summary>
public sealed class DropTests
{
    private static readonly TimeSpan s_year = TimeSpan.FromDays(365);
    private readonly TestMemory _test = new();

    [Fact]
    public async Task SweepAsync_DropAfter_TakesTheLongFadedOutOfRecallAndRemovesItAfterTheUndoWindow()
    {
        var id = await _test.AddAsync("Invoice of the plumber Novak", "2018-01-01T10:00");
        await _test.Memory.SweepAsync();
        Assert.Single(await _test.RecallTextsAsync("plumber Novak"));
        var report = await _test.Memory.SweepAsync(new SweepOptions { DropAfter = s_year });
        Assert.Equal((SweepAction.Drop, id), (Assert.Single(report.Steps).Action, Assert.Single(report.Steps[0].Items)));
        Assert.Empty(await _test.RecallTextsAsync("plumber Novak"));
        Assert.Empty((await _test.Memory.RecallAsync(new RecallRequest { Query = "plumber" })).NearMisses);
        Assert.Equal(1, _test.Index.Count);
        _test.Clock.Advance(TimeSpan.FromDays(31));
        await _test.Memory.SweepAsync();
        Assert.Equal(0, _test.Index.Count);
    }

    [Fact]
    public async Task UndoAsync_Drop_BringsItBackByteForByte()
    {
        await _test.AddAsync("Invoice of the plumber Novak", "2018-01-01T10:00");
        await _test.Memory.SweepAsync();
        var before = _test.Index.Dump();
        var report = await _test.Memory.SweepAsync(new SweepOptions { DropAfter = s_year });
        await _test.Memory.UndoAsync(report.Id!.Value);
        Assert.Equal(before, _test.Index.Dump());
    }

    [Fact]
    public async Task SweepAsync_DropAfter_SparesPinnedUsedAndYoungerOnes()
    {
        var pinned = await _test.AddAsync("pinned", "2018-01-01T10:00");
        await _test.AddAsync("faded lately", "2025-12-01T10:00");
        await _test.Memory.SweepAsync(new SweepOptions { MaximumAge = TimeSpan.FromDays(30) });
        Assert.Equal(2, (await _test.Memory.GetStatisticsAsync()).Cold);
        await _test.Memory.PinAsync(pinned);
        Assert.Empty((await _test.Memory.SweepAsync(new SweepOptions { DropAfter = s_year })).Steps);
        await Assert.ThrowsAsync<ArgumentException>(() => _test.Memory.SweepAsync(new SweepOptions { DropAfter = TimeSpan.FromDays(-1) }));
    }

    [Fact]
    public async Task SweepAsync_LastMemoryOfAPersonPlaceOrTag_NeverFades()
    {
        var weaker = await _test.AddAsync(With("met Novak", "2017-01-01T10:00", people: "Novak"));
        await _test.AddAsync(With("met Novak again", "2018-01-01T10:00", people: "Novak"));
        await _test.AddAsync(With("walked there once", "2017-01-01T10:00", place: "Lisbon"));
        var nobody = await _test.AddAsync("nothing special", "2018-01-01T10:00");
        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumItems = 0, DropAfter = TimeSpan.Zero });
        Assert.Equal(new[] { weaker, nobody }.Order(), report.Steps.SelectMany(s => s.Items).Order());

        // The one that faded is no sole evidence and is dropped; nothing else ever is.
        _test.Clock.Advance(TimeSpan.FromDays(1));
        await _test.Memory.SweepAsync(new SweepOptions { MaximumItems = 0, DropAfter = s_year });
        Assert.Equal(2, (await _test.Memory.GetStatisticsAsync()).Items);
    }

    [Fact]
    public async Task SweepAsync_PartOfAnEpisodeThatIsPinnedOrUsed_KeepsTheOthers()
    {
        MemoryInput[] parts = [TestMemory.Note("an old evening", "2017-01-01T20:00"), TestMemory.Note("its old guests", "2017-01-01T20:00")];
        Array.ForEach(parts, p => p.Episode = "evening");
        var results = await _test.Memory.RememberAsync(parts);
        await _test.Memory.ReinforceAsync([results[0].Id!.Value]);
        Assert.Empty((await _test.Memory.SweepAsync()).Steps);
    }

    private static MemoryInput With(string text, string at, string? people = null, string? place = null)
    {
        var input = TestMemory.Note(text, at);
        input.Cues = new MemoryCues { People = people is null ? [] : [people], Place = place };
        return input;
    }
}
