using Reminisce.Memory.Tests.Fakes;
using Reminisce.Memory.Tests.Forgetting;

namespace Reminisce.Memory.Tests.Erasing;

public sealed class EraseTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task EraseAsync_TokenOfAPreview_RemovesExactlyThoseAndCounts()
    {
        var gone = await _test.AddAsync("to erase", "2026-11-10T10:00");
        var kept = await _test.AddAsync("to keep", "2026-11-10T10:00");
        var preview = await PreviewAsync(gone, Guid.Empty);
        Assert.Equal("to erase", Assert.Single(preview.Items).Text);
        Assert.Equal((0, 2), (_test.Index.Scrubs, _test.Index.Count));
        var receipt = await _test.Memory.EraseAsync(preview.Token);
        Assert.Equal((1, 0, 0, 1), (receipt.Memories, receipt.Rewritten, receipt.JournalSteps, _test.Index.Scrubs));
        Assert.Equal([kept], _test.Index.Dump().Keys);
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.EraseAsync(preview.Token));
    }

    [Fact]
    public async Task EraseAsync_UnknownEndedChangedOrForgetToken_IsRefused()
    {
        var id = await _test.AddAsync("a thing", "2026-11-10T10:00");
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.EraseAsync("made up"));
        var ended = await PreviewAsync(id);
        _test.Clock.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.EraseAsync(ended.Token));
        var changed = await PreviewAsync(id);
        await _test.Memory.ReinforceAsync([id]);
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.EraseAsync(changed.Token));
        var forget = await _test.Memory.PreviewForgetAsync([id]);
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.EraseAsync(forget.Token));
        await Assert.ThrowsAsync<ForgetTokenException>(async () => await _test.Memory.ForgetAsync((await PreviewAsync(id)).Token));
        Assert.Equal((1, 0), (_test.Index.Count, _test.Index.Scrubs));
    }

    [Fact]
    public async Task PreviewEraseAsync_NothingThatNarrows_IsRefusedUnlessTheWholeScopeIsMeant()
    {
        await _test.AddAsync("mine", "2026-11-10T10:00");
        var hers = await _test.AddAsync(TestMemory.Note("hers", "2026-11-10T10:00", new MemoryScope(User: "eve")));
        await Assert.ThrowsAsync<ArgumentException>(() => _test.Memory.PreviewEraseAsync(new EraseRequest()));
        Assert.Empty((await PreviewAsync(hers)).Items);
        var preview = await _test.Memory.PreviewEraseAsync(new EraseRequest { WholeScope = true });
        Assert.Equal("mine", Assert.Single(preview.Items).Text);
        await _test.Memory.EraseAsync(preview.Token);
        Assert.Equal([hers], _test.Index.Dump().Keys);
    }

    [Fact]
    public async Task PreviewEraseAsync_Filters_NarrowTogether()
    {
        await _test.AddAsync("early", "2026-11-01T10:00");
        await _test.AddAsync("late", "2026-11-10T10:00");
        await _test.AddAsync(TestMemory.Picture("late picture", "2026-11-10T10:00", "late picture"));
        var window = new TimeWindow(TestMemory.At("2026-11-05T00:00"), TestMemory.At("2026-11-10T10:01"));
        Assert.Equal(["late", "late picture"], await TextsAsync(new EraseRequest { Window = window }));
        Assert.Equal(["late"], await TextsAsync(new EraseRequest { Window = window, Source = "notes" }));
        Assert.Empty(await TextsAsync(new EraseRequest { Window = window, App = "Mail" }));
    }

    [Fact]
    public async Task EraseAsync_Pinned_NeedsTheFlag()
    {
        var pinned = await _test.AddAsync("pinned", "2026-11-10T10:00");
        await _test.Memory.PinAsync(pinned);
        var preview = await PreviewAsync(pinned);
        Assert.Equal((0, pinned), (preview.Items.Count, Assert.Single(preview.Pinned)));
        Assert.Equal(0, (await _test.Memory.EraseAsync(preview.Token)).Memories);
        Assert.Equal(1, _test.Index.Count);
        preview = await _test.Memory.PreviewEraseAsync(new EraseRequest { Ids = [pinned], IncludePinned = true });
        await _test.Memory.EraseAsync(preview.Token);
        Assert.Equal(0, _test.Index.Count);
    }

    [Fact]
    public async Task PreviewEraseAsync_SameContentElsewhere_IsNamed()
    {
        var first = await _test.AddAsync("the very same words", "2026-11-10T10:00");
        var second = await _test.AddAsync("the very same words", "2026-11-11T10:00");
        Assert.Equal([second], (await PreviewAsync(first)).SameContent);
        Assert.Empty((await PreviewAsync(first, second)).SameContent);
    }

    [Fact]
    public async Task EraseAsync_MemberOfAGist_TakesItsWordsOutOfGistAndJournal()
    {
        var (gist, members, sweep) = await SweptAsync();
        var preview = await PreviewAsync(members[0]);
        Assert.Equal((gist, 1), (Assert.Single(preview.Rewritten), preview.JournalSteps));
        var receipt = await _test.Memory.EraseAsync(preview.Token);
        Assert.Equal((1, 1, 1), (receipt.Memories, receipt.Rewritten, receipt.JournalSteps));
        Assert.All(_test.Index.Dump().Values, json => Assert.DoesNotContain(members[0].ToString(), json, StringComparison.Ordinal));
        Assert.All(await _test.Index.GetEntriesAsync(e => e.Index >= -1, default), e => Assert.DoesNotContain(members[0].ToString(), e.Changes, StringComparison.Ordinal));
        Assert.Equal([gist, members[1]], Assert.Single(await _test.Memory.GetAsync([gist])).Members.Order());
        Assert.Equal(2, await _test.Memory.UndoAsync(sweep));
        Assert.Equal((3, 0), ((await _test.Memory.GetStatisticsAsync()).Items, (await _test.Memory.GetStatisticsAsync()).Cold));
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task EraseAsync_Gist_TakesItsMembersUnlessTold(bool includeMembers, int left)
    {
        var (gist, _, _) = await SweptAsync();
        var preview = await _test.Memory.PreviewEraseAsync(new EraseRequest { Ids = [gist], IncludeMembers = includeMembers });
        await _test.Memory.EraseAsync(preview.Token);
        var stats = await _test.Memory.GetStatisticsAsync();
        Assert.Equal((left, 0), (stats.Items, stats.Cold));
        Assert.Equal(includeMembers ? 0 : 1, _test.Index.EntryCount);
    }

    [Fact]
    public async Task EraseAsync_GistBehindAGist_LeavesNobodyBehindNothing()
    {
        var (first, members, _) = await SweptAsync();
        _test.Clock.Advance(TimeSpan.FromDays(2));
        var longer = await _test.AddAsync("dashboard: revenue, costs, sales!", "2026-11-10T10:20");
        await _test.Memory.SweepAsync();
        var top = (await _test.Index.WhereAsync(r => r.Members.Count > 1, 10, false, default)).Single();
        var inner = new[] { first, longer }.Single(id => id != top.Key);
        var preview = await _test.Memory.PreviewEraseAsync(new EraseRequest { Ids = [top.Key], IncludeMembers = false });
        await _test.Memory.EraseAsync(preview.Token);
        var all = await _test.Index.WhereAsync(r => r.OccurredAt >= 0, 10, false, default);
        Assert.DoesNotContain(all, r => r.GistId == top.Key.ToString() || r.Members.Contains(top.Key.ToString()));
        Assert.All(all.Where(r => r.GistId.Length > 0), r => Assert.Contains(r.Key.ToString(), all.Single(g => g.Key.ToString() == r.GistId && g.State == 0).Members));
        Assert.All(all.Where(r => r.GistId.Length == 0), r => Assert.Equal(0, r.State));
        Assert.Equal(4, all.Count);
        Assert.Contains(all, r => r.Key == inner);
        Assert.NotEmpty(members);
    }

    [Fact]
    public async Task EraseAsync_RecalledWords_MayBeRememberedAgain()
    {
        var id = await _test.AddAsync("Anna lives in Oak Street", "2026-11-10T10:00");
        await _test.RecallTextsAsync("Oak Street");
        await _test.Memory.EraseAsync((await PreviewAsync(id)).Token);
        var again = Assert.Single(await _test.Memory.RememberAsync([TestMemory.Note("Anna lives in Oak Street", "2026-11-18T16:00")]));
        Assert.Equal(RememberOutcome.Stored, again.Outcome);
    }

    [Fact]
    public async Task PreviewEraseAsync_StoreThatCannotBeScrubbed_IsRefused()
    {
        var test = new TestMemory(new InMemoryIndex { CanScrub = false });
        await Assert.ThrowsAsync<NotSupportedException>(() => test.Memory.PreviewEraseAsync(new EraseRequest { WholeScope = true }));
    }

    internal static async Task<(Guid Gist, Guid[] Members, Guid Sweep)> SweptAsync(TestMemory test)
    {
        await test.Memory.RememberAsync(SweepTests.Duplicates());
        var report = await test.Memory.SweepAsync();
        var step = Assert.Single(report.Steps);
        return (step.GistId!.Value, [.. step.Items.Where(i => i != step.GistId)], report.Id!.Value);
    }

    private Task<(Guid Gist, Guid[] Members, Guid Sweep)> SweptAsync() => SweptAsync(_test);

    private Task<ErasePreview> PreviewAsync(params Guid[] ids) => _test.Memory.PreviewEraseAsync(new EraseRequest { Ids = ids });

    private async Task<IEnumerable<string>> TextsAsync(EraseRequest request) =>
        (await _test.Memory.PreviewEraseAsync(request)).Items.Select(i => i.Text).Order(StringComparer.Ordinal);
}
