using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

public sealed class SweepTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task SweepAsync_Duplicates_CollapseToAGistThatFindsThemAll()
    {
        await AddDuplicatesAsync();
        var report = await _test.Memory.SweepAsync();
        Assert.Equal((4, 2), (report.ItemsBefore, report.ItemsAfter));
        var found = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "dashboard" })).Memories);
        Assert.Equal(3, found.Item.Count);
        Assert.Contains("stands for 3 near-duplicates", found.Why, StringComparison.Ordinal);
        Assert.Equal(3, (await _test.Memory.GetAsync(found.Item.Members)).Count);
        // A word that only a member holds still finds the gist.
        Assert.Equal(found.Item.Id, Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "sales" })).Memories).Item.Id);
    }

    [Fact]
    public async Task RecallAsync_TimeOfAMember_FindsTheGistThatStandsForIt()
    {
        await AddDuplicatesAsync();
        var members = (await _test.Memory.TimelineAsync(Around("2026-11-10T10:05", 8))).Where(m => m.Modality == Modality.Text).ToList();
        Assert.Equal(3, members.Count);
        var report = await _test.Memory.SweepAsync();
        var gist = report.Steps[0].GistId!.Value;

        foreach (var member in members)
        {
            var window = new TimeWindow(member.OccurredAt, member.OccurredAt.AddSeconds(1));
            var found = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "dashboard sales", Window = window })).Memories);
            Assert.Equal(gist, found.Item.Id);
            Assert.Contains(member.Id == gist ? "in the window asked for" : "stands for some of the window asked for", found.Why, StringComparison.Ordinal);
            Assert.Equal(gist, Assert.Single(await _test.Memory.TimelineAsync(window)).Id);
        }

        Assert.DoesNotContain(await _test.Memory.TimelineAsync(Around("2026-11-10T11:00", 20)), m => m.Id == gist);
        await _test.Memory.UndoAsync(report.Id!.Value);
        var alone = members.First(m => m.Id != gist);
        Assert.Equal(alone.Id, Assert.Single(await _test.Memory.TimelineAsync(new TimeWindow(alone.OccurredAt, alone.OccurredAt.AddSeconds(1)))).Id);
    }

    [Fact]
    public async Task SweepAsync_DryRun_ChangesNothingAndSaysTheSame()
    {
        await AddDuplicatesAsync();
        var before = _test.Index.Dump();
        var dry = await _test.Memory.SweepAsync(new SweepOptions { DryRun = true });
        Assert.Equal((true, null), (dry.DryRun, dry.Id));
        Assert.Equal(before, _test.Index.Dump());
        Assert.Equal(0, _test.Index.EntryCount);
        var real = await _test.Memory.SweepAsync();
        Assert.Equal(dry.ItemsAfter, real.ItemsAfter);
        Assert.Equal(dry.Steps.Select(s => s.Reason), real.Steps.Select(s => s.Reason));
    }

    [Fact]
    public async Task UndoAsync_Sweep_EveryRecordIsByteForByteAsBefore()
    {
        await AddDuplicatesAsync();
        await _test.AddAsync("old and weak", "2019-01-01T10:00");
        var before = _test.Index.Dump();
        var report = await _test.Memory.SweepAsync();
        Assert.NotEqual(before, _test.Index.Dump());
        Assert.Equal(4, await _test.Memory.UndoAsync(report.Id!.Value));
        Assert.Equal(before, _test.Index.Dump());
        await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Memory.UndoAsync(report.Id.Value));
    }

    [Fact]
    public async Task UndoAsync_AfterTheWindow_IsRefused()
    {
        await AddDuplicatesAsync();
        var report = await _test.Memory.SweepAsync();
        _test.Clock.Advance(TimeSpan.FromDays(31));
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Memory.UndoAsync(report.Id!.Value));
        Assert.Contains("undo window", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task UndoAsync_EarlierOfTwoOverlappingSweeps_IsRefusedUntilTheLaterIsUndone()
    {
        await AddDuplicatesAsync();
        var before = _test.Index.Dump();
        var first = await _test.Memory.SweepAsync();
        _test.Clock.Advance(TimeSpan.FromDays(1));
        await _test.AddAsync("Dashboard! Revenue costs sales", "2026-11-10T10:20");
        var second = await _test.Memory.SweepAsync();
        Assert.NotNull(second.Id);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => _test.Memory.UndoAsync(first.Id!.Value));
        Assert.Contains(second.Id.Value.ToString(), error.Message, StringComparison.Ordinal);
        await _test.Memory.UndoAsync(second.Id.Value);
        await _test.Memory.UndoAsync(first.Id!.Value);
        Assert.All(before, b => Assert.Equal(b.Value, _test.Index.Dump()[b.Key]));
    }

    [Fact]
    public async Task SweepAsync_PinnedAndYoung_AreNeverTouched()
    {
        var pinned = await _test.AddAsync("very old", "2010-01-01T10:00");
        await _test.Memory.PinAsync(pinned);
        var weak = await _test.AddAsync("very old too", "2010-01-02T10:00");
        await _test.AddAsync("young", "2026-11-18T10:00");
        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumItems = 0 });
        Assert.Equal([weak], report.Steps.SelectMany(s => s.Items));
        Assert.Equal(2, report.ItemsAfter);
    }

    [Fact]
    public async Task RecallAsync_Faded_ComesBackOnlyForAStrongCueAndStaysOnceUsed()
    {
        var id = await _test.AddAsync("Invoice of the plumber Novak", "2018-01-01T10:00");
        await _test.Memory.SweepAsync();
        Assert.Empty(await _test.Memory.TimelineAsync(new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
        Assert.Empty(await _test.RecallTextsAsync("invoice of the electrician"));
        var found = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "plumber Novak" })).Memories);
        Assert.Contains("faded", found.Why, StringComparison.Ordinal);
        await _test.Memory.ReinforceAsync([id]);
        Assert.Single(await _test.Memory.TimelineAsync(new TimeWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue)));
        Assert.Empty((await _test.Memory.SweepAsync()).Steps);
    }

    [Fact]
    public async Task RecallAsync_AsCandidateOnly_DoesNotStrengthen()
    {
        var id = await _test.AddAsync("pasta recipe", "2026-06-01T10:00");
        var before = _test.Index.Dump();
        await _test.RecallTextsAsync("pasta");
        Assert.Equal(before, _test.Index.Dump());
        var weak = Assert.Single(await _test.Memory.GetAsync([id])).Strength;
        await _test.Memory.ReinforceAsync([id]);
        Assert.True(Assert.Single(await _test.Memory.GetAsync([id])).Strength > weak);
    }

    [Fact]
    public async Task SweepAsync_Cancelled_ReportsTheWholeStepsDone()
    {
        await AddDuplicatesAsync();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        var before = _test.Index.Dump();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _test.Memory.SweepAsync(cancellationToken: source.Token));
        Assert.Equal(before, _test.Index.Dump());
    }

    internal static MemoryInput[] Duplicates() =>
    [
        TestMemory.Picture("dashboard of revenue and costs", "2026-11-10T10:00"),
        TestMemory.Note("dashboard revenue costs sales", "2026-11-10T10:05"),
        TestMemory.Note("dashboard: revenue costs sales", "2026-11-10T10:06"),
        TestMemory.Note("dashboard revenue sales costs", "2026-11-10T10:10"),
    ];

    private static TimeWindow Around(string at, int minutes)
    {
        var middle = TestMemory.Note("", at).OccurredAt!.Value;
        return new TimeWindow(middle.AddMinutes(-minutes), middle.AddMinutes(minutes));
    }

    private async Task AddDuplicatesAsync() => await _test.Memory.RememberAsync(Duplicates());
}
