using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;
using Reminisce.Memory.Tests.Forgetting;

namespace Reminisce.Memory.Tests.Stages;

/// <summary>All stages over a real memory and a clock that stands still until it is moved.</summary>
public sealed class ConsolidatorTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task Perceive_WhileSomethingHappens_StoresNothingUntilTheSensesAreIdle()
    {
        await using var consolidator = Make();
        for (var i = 0; i < 5; i++)
        {
            consolidator.Perceive(new MemoryInput { Text = $"word number {i} of a sentence" });
            _test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(0, _test.Index.Count);
        _test.Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal(5, _test.Index.Count);
        Assert.Null(consolidator.LastFailure);

        // Each happened when it was perceived.
        Assert.Equal(5, (await _test.Memory.TimelineAsync(new TimeWindow(TestMemory.At("2026-11-18T15:30"), TestMemory.At("2026-11-18T15:30:05")))).Select(i => i.OccurredAt).Distinct().Count());
    }

    [Fact]
    public async Task Perceive_MoreThanShortTermMemoryHolds_GoesOnWithoutIdleTime()
    {
        await using var consolidator = Make();
        for (var i = 0; i < 20; i++)
        {
            consolidator.Perceive(new MemoryInput { Text = $"note {i}" });
            _test.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.InRange(_test.Index.Count, 12, 19);
    }

    [Fact]
    public async Task ConsolidateAsync_PictureAndNoteOfOneMoment_IsOneEpisodeInLongTermMemory()
    {
        await using var consolidator = Make();
        consolidator.Perceive(TestMemory.Picture("brown dog running", "2026-11-18T15:29:58"));
        consolidator.Perceive(TestMemory.Picture("brown dog running", "2026-11-18T15:29:59"));
        var note = TestMemory.Note("Rex in the park", "2026-11-18T15:30");
        consolidator.Perceive(note);
        var report = await consolidator.ConsolidateAsync();
        Assert.Equal((2, 0), (report.Stored, report.Duplicates));
        Assert.Equal(2, Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "Rex" })).Memories).Parts.Count);
        Assert.Null(note.Episode);
        var drop = Assert.Single(await _test.Memory.GetDropsAsync());
        var picture = Assert.Single((await _test.Memory.RecallAsync(new RecallRequest { Query = "Rex" })).Memories).Parts.Single(p => p.Modality == Modality.Picture);
        Assert.Equal((picture.Id, DropReason.LooksTheSame, TestMemory.At("2026-11-18T15:29:59")), (drop.KeptId, drop.Reason, drop.DroppedAt));
    }

    [Fact]
    public async Task ConsolidateAsync_WhatCannotBeRemembered_IsReported()
    {
        await using var consolidator = Make();
        consolidator.Perceive(TestMemory.Picture(WordVectors.Undecodable, "2026-11-18T15:29:58"));
        Assert.Contains("cannot be decoded", Assert.Single((await consolidator.ConsolidateAsync()).Rejected), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Background_StoreThatFails_KeepsEverythingAndTriesAgain()
    {
        await using var consolidator = Make();
        _test.Index.WritesLeft = 0;
        consolidator.Perceive(new MemoryInput { Text = "must not be lost" });
        _test.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.IsType<IOException>(consolidator.LastFailure);
        Assert.Equal(0, _test.Index.Count);
        _test.Index.WritesLeft = int.MaxValue;
        _test.Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(consolidator.LastFailure);
        Assert.Equal(1, _test.Index.Count);
    }

    [Fact]
    public async Task DisposeAsync_WithImpressionsLeft_StoresThem()
    {
        var consolidator = Make();
        consolidator.Perceive(new MemoryInput { Text = "last thing seen" });
        await consolidator.DisposeAsync();
        Assert.Equal(1, _test.Index.Count);
        Assert.Throws<ObjectDisposedException>(() => consolidator.Perceive(new MemoryInput { Text = "too late" }));
        await consolidator.DisposeAsync();
    }

    [Fact]
    public async Task Background_SweepThatIsDue_IsMadeInIdleTimeOnly()
    {
        await _test.Memory.RememberAsync(SweepTests.Duplicates());
        await using var consolidator = Make(new ConsolidatorOptions { Sweep = new SweepOptions(), SweepEvery = TimeSpan.FromHours(1), IdleAfter = TimeSpan.FromMinutes(10), Interval = TimeSpan.FromMinutes(1) });
        for (var i = 0; i < 65; i++)
        {
            consolidator.Perceive(new MemoryInput { Text = $"busy {i}" });
            _test.Clock.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.DoesNotContain((await _test.Memory.GetStatisticsAsync()).Tiers, t => t.Name == "gist members");
        _test.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(2, Assert.Single((await _test.Memory.GetStatisticsAsync()).Tiers, t => t.Name == "gist members").Items);
        var entries = _test.Index.EntryCount;
        _test.Clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(entries, _test.Index.EntryCount);
    }

    [Fact]
    public async Task Perceive_DuringASweep_StopsItBetweenStepsAndTheNextIdleTimeGoesOn()
    {
        await _test.Memory.RememberAsync([.. Enumerable.Range(0, 300).Select(i => TestMemory.Note($"old thing {i}", "2015-01-01T10:00"))]);
        await using var consolidator = Make(new ConsolidatorOptions { Sweep = new SweepOptions(), SweepEvery = TimeSpan.Zero, Interval = TimeSpan.FromMinutes(1), IdleAfter = TimeSpan.FromMinutes(1) });
        var perceived = false;
        _test.Index.OnPutEntries = () =>
        {
            if (!perceived)
            {
                perceived = true;
                consolidator.Perceive(new MemoryInput { Text = "somebody is here" });
            }
        };
        _test.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.InRange((await _test.Memory.GetStatisticsAsync()).Cold, 1, 299);
        _test.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(300, (await _test.Memory.GetStatisticsAsync()).Cold);
        Assert.Null(consolidator.LastFailure);
    }

    [Fact]
    public async Task Perceive_WhileSomethingIsBeingStored_DoesNotWaitForIt()
    {
        await using var consolidator = Make();
        consolidator.Perceive(TestMemory.Picture("brown dog running", "2026-11-18T15:29:58"));
        consolidator.Perceive(TestMemory.Note("Rex in the park", "2026-11-18T15:29:59"));
        SensoryOutcome? meanwhile = null;
        _test.Index.OnPutEntries = () =>
        {
            // On another thread, while this one stores; it would wait for ever if anything it needs were held.
            var perceiving = new Thread(() => meanwhile = consolidator.Perceive(new MemoryInput { Text = "something else" }));
            perceiving.Start();
            perceiving.Join();
        };
        _test.Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(SensoryOutcome.Held, meanwhile);
        Assert.Null(consolidator.LastFailure);
    }

    private Consolidator Make(ConsolidatorOptions? options = null) => new(
        _test.Memory, new SensoryBuffer(null, _test.Clock, new FakePictures()), new ShortTermMemory(timeProvider: _test.Clock), options, _test.Clock);
}
