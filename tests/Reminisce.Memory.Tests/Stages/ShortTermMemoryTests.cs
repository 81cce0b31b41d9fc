using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Stages;

public sealed class ShortTermMemoryTests
{
    private readonly FakeTimeProvider _clock = new(TestMemory.At("2026-11-18T15:30"));

    [Fact]
    public void Release_PictureAndWordsOfOneMoment_AreOneEpisode()
    {
        var memory = new ShortTermMemory(timeProvider: _clock);
        memory.Add(TestMemory.Picture("page", "2026-11-18T15:30:00"));
        memory.Add(TestMemory.Note("a thought on it", "2026-11-18T15:30:03"));
        memory.Add(TestMemory.Note("another thought", "2026-11-18T15:30:04"));
        memory.Add(TestMemory.Note("much later", "2026-11-18T15:31:00"));
        Assert.Equal(3, memory.Count);
        var released = memory.Release(everything: true);
        Assert.Equal([true, true, false, false], released.Select(i => i.Episode is not null));
        Assert.Equal(released[0].Episode, released[1].Episode);
        Assert.Equal(0, memory.Count);
    }

    [Fact]
    public void Release_OtherAppScopeOrTrust_StaysApart()
    {
        var memory = new ShortTermMemory(timeProvider: _clock);
        memory.Add(TestMemory.Picture("page", "2026-11-18T15:30:00"));
        var app = TestMemory.Note("in another app", "2026-11-18T15:30:01");
        app.Cues = new MemoryCues { App = "Editor" };
        memory.Add(app);
        memory.Add(TestMemory.Note("hers", "2026-11-18T15:30:01", new MemoryScope(User: "eve")));
        memory.Add(TestMemory.Note("of the web", "2026-11-18T15:30:01", trust: TrustTier.Web));
        Assert.All(memory.Release(everything: true), i => Assert.Null(i.Episode));
    }

    [Fact]
    public void Release_NotEverything_KeepsWhatMayStillGrowUnlessThereIsNoRoom()
    {
        var memory = new ShortTermMemory(new ShortTermOptions { MaximumChunks = 2 }, _clock);
        memory.Add(TestMemory.Note("one", "2026-11-18T15:30"));
        memory.Add(TestMemory.Note("two", "2026-11-18T15:30"));
        Assert.Empty(memory.Release(everything: false));
        memory.Add(TestMemory.Note("three", "2026-11-18T15:30"));
        Assert.True(memory.IsOverfull);
        Assert.Equal("one", Assert.Single(memory.Release(everything: false)).Text);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(["two", "three"], memory.Release(everything: false).Select(i => i.Text));
    }

    [Fact]
    public void Return_AfterAFailure_ReleasesTheSameAgainFirst()
    {
        var memory = new ShortTermMemory(timeProvider: _clock);
        memory.Add(TestMemory.Picture("page", "2026-11-18T15:30:00"));
        memory.Add(TestMemory.Note("a thought on it", "2026-11-18T15:30:03"));
        memory.Add(TestMemory.Note("alone", "2026-11-18T15:31:03"));
        var released = memory.Release(everything: true);
        memory.Add(TestMemory.Note("meanwhile", "2026-11-18T15:40:00"));
        memory.Return(released);
        Assert.Equal([.. released.Select(i => (i.Text, i.Episode)), ("meanwhile", null)], memory.Release(everything: true).Select(i => (i.Text, i.Episode)));
    }
}
