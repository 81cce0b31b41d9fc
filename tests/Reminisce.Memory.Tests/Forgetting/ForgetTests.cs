using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Forgetting;

public sealed class ForgetTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task ForgetAsync_TokenOfAPreview_RemovesExactlyThose()
    {
        var gone = await _test.AddAsync("to forget", "2026-11-10T10:00");
        var kept = await _test.AddAsync("to keep", "2026-11-10T10:00");
        var preview = await _test.Memory.PreviewForgetAsync([gone, Guid.Empty]);
        Assert.Equal("to forget", Assert.Single(preview.Items).Text);
        Assert.Equal(2, _test.Index.Count);
        Assert.Equal([gone], await _test.Memory.ForgetAsync(preview.Token));
        Assert.Empty(await _test.Memory.GetAsync([gone]));
        Assert.Single(await _test.Memory.GetAsync([kept]));
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.ForgetAsync(preview.Token));
    }

    [Fact]
    public async Task ForgetAsync_UnknownEndedOrChanged_IsRefused()
    {
        var id = await _test.AddAsync("a thing", "2026-11-10T10:00");
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.ForgetAsync("made up"));
        var ended = await _test.Memory.PreviewForgetAsync([id]);
        _test.Clock.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.ForgetAsync(ended.Token));
        var changed = await _test.Memory.PreviewForgetAsync([id]);
        await _test.Memory.PinAsync(id);
        await Assert.ThrowsAsync<ForgetTokenException>(() => _test.Memory.ForgetAsync(changed.Token));
        Assert.Single(await _test.Memory.GetAsync([id]));
    }

    [Fact]
    public async Task EveryCall_WithAnIdOfAnotherScope_DoesNothing()
    {
        var id = await _test.AddAsync(TestMemory.Note("hers", "2026-11-10T10:00", new MemoryScope(User: "eve")));
        Assert.Empty((await _test.Memory.PreviewForgetAsync([id])).Items);
        Assert.False(await _test.Memory.PinAsync(id));
        Assert.False(await _test.Memory.SuppressAsync(id));
        var before = _test.Index.Dump();
        await _test.Memory.ReinforceAsync([id]);
        await _test.Memory.SweepAsync(new SweepOptions { MaximumItems = 0, MinimumAge = TimeSpan.Zero });
        Assert.Equal(before, _test.Index.Dump());
    }

    [Fact]
    public async Task ForgetAsync_Gist_LetsItsMembersBackIntoRecall()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        var gist = (await _test.Memory.SweepAsync()).Steps[0].GistId!.Value;
        await _test.Memory.ForgetAsync((await _test.Memory.PreviewForgetAsync([gist])).Token);
        Assert.Equal(2, (await _test.RecallTextsAsync("sales")).Count);
    }

    [Fact]
    public async Task ForgetAsync_MemberThenUndo_StaysForgotten()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        var report = await _test.Memory.SweepAsync();
        var member = report.Steps[0].Items.First(i => i != report.Steps[0].GistId);
        await _test.Memory.ForgetAsync((await _test.Memory.PreviewForgetAsync([member])).Token);
        Assert.Equal(2, await _test.Memory.UndoAsync(report.Id!.Value));
        Assert.Empty(await _test.Memory.GetAsync([member]));
        Assert.Equal(3, _test.Index.Count);
        var stats = await _test.Memory.GetStatisticsAsync();
        Assert.Equal((3, 0), (stats.Items, stats.Cold));
    }
}
