using Reminisce.Memory.Storage;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

/// <summary>What a sweep lets go, when, and that it is what the report said.</summary>
public sealed class SweepBytesTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task SweepAsync_MaximumBytes_TrimsTheWeakestOnlyAsFarAsNeeded()
    {
        var old = await _test.AddAsync("invoice of the plumber", "2026-10-01T10:00");
        var young = await _test.AddAsync("walk by the lake", "2026-11-10T10:00");
        var before = await BytesAsync();
        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumBytes = before - 1 });
        var step = Assert.Single(report.Steps);
        Assert.Equal((SweepAction.Trim, old), (step.Action, Assert.Single(step.Items)));
        Assert.Equal((before, before - InMemoryIndex.ActivationSize), (report.BytesBefore, report.BytesAfter));
        Assert.Equal((2, 2), (report.ItemsBefore, report.ItemsAfter));
        Assert.Equal(2, (await _test.Memory.GetAsync([old, young])).Count);
    }

    [Fact]
    public async Task SweepAsync_WithinTheUndoWindow_LetsNothingGoAndUndoIsIdentical()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        var (dump, bytes) = (_test.Index.Dump(), await BytesAsync());
        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumBytes = 0 });
        await _test.Memory.SweepAsync(new SweepOptions { MaximumBytes = 0 });
        Assert.Equal(InMemoryIndex.ActivationSize * 4, (await _test.Memory.GetStatisticsAsync()).Tiers.Sum(t => t.ActivationBytes));
        await _test.Memory.UndoAsync(report.Id!.Value);
        Assert.Equal(dump, _test.Index.Dump());
        Assert.Equal(bytes, await BytesAsync());
    }

    [Fact]
    public async Task SweepAsync_AfterTheUndoWindow_LetsGoWhatTheReportSaid()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumBytes = 0 });
        Assert.Equal(2, report.ItemsAfter);
        _test.Clock.Advance(TimeSpan.FromDays(31));
        await _test.Memory.SweepAsync(new SweepOptions { FadeBelow = 0, DuplicateWindow = TimeSpan.Zero });

        // What the gist took over of the words of the others is all that comes on top.
        Assert.InRange(await BytesAsync(), report.BytesAfter, report.BytesAfter + 70);
        var members = Assert.Single((await _test.Memory.GetStatisticsAsync()).Tiers, t => t.Name == "gist members");
        Assert.Equal((2, 0, 0), (members.Items, members.VectorBytes, members.ActivationBytes));

        // The words of the members are still found and read through the gist.
        var gist = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "sales" })).Memories).Item;
        Assert.All(await _test.Memory.GetAsync(gist.Members), m => Assert.NotEmpty(m.Text));
    }

    [Fact]
    public async Task SweepAsync_UsedAgainBeforeTheWindowEnds_KeepsTheActivation()
    {
        var id = await _test.AddAsync("invoice of the plumber", "2018-01-01T10:00");
        Assert.Equal(SweepAction.Fade, Assert.Single((await _test.Memory.SweepAsync()).Steps).Action);
        await _test.Memory.ReinforceAsync([id]);
        _test.Clock.Advance(TimeSpan.FromDays(31));
        await _test.Memory.SweepAsync(new SweepOptions { FadeBelow = 0 });
        Assert.Equal(InMemoryIndex.ActivationSize, (await _test.Memory.GetStatisticsAsync()).Tiers.Sum(t => t.ActivationBytes));
    }

    [Fact]
    public async Task SweepAsync_MaximumAge_FadesTheOldAndSparesThePinned()
    {
        var old = await _test.AddAsync("old", "2026-10-01T10:00");
        await _test.Memory.PinAsync(await _test.AddAsync("old and pinned", "2026-10-02T10:00"));
        await _test.AddAsync("recent", "2026-11-10T10:00");
        var report = await _test.Memory.SweepAsync(new SweepOptions { MaximumAge = TimeSpan.FromDays(30) });
        Assert.Equal([old], report.Steps.SelectMany(s => s.Items));
        Assert.Equal("It is older than 30 days.", Assert.Single(report.Steps).Reason);
    }

    [Fact]
    public async Task SweepAsync_PinnedUnderABudget_KeepsItsActivation()
    {
        await _test.Memory.PinAsync(await _test.AddAsync("passport number", "2026-10-01T10:00"));
        Assert.Empty((await _test.Memory.SweepAsync(new SweepOptions { MaximumBytes = 0 })).Steps);
    }

    private async Task<long> BytesAsync()
    {
        var records = await _test.Index.WhereAsync(r => r.OccurredAt >= 0, int.MaxValue, false, default);
        var sizes = await _test.Index.GetSizesAsync([.. records.Select(r => r.Key)], default);
        return records.Sum(r => MemoryBytes.Of(r, sizes[r.Key]).Total);
    }
}
