using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Recall;

public sealed class TipOfTheTongueTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task RecallAsync_FadedThatIsNearlyFound_SaysWhatWouldBringItBack()
    {
        var id = await FadedAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "plumber lunch" });
        Assert.True(result.IsEmpty);
        var near = Assert.Single(result.NearMisses);
        Assert.Equal((id, true), (near.Id, near.IsFaded));
        Assert.Equal(["plumber"], near.Words);
        Assert.Equal(["place", "person"], near.OpenCues);
        Assert.Contains("A faded note of January 2018 has \"plumber\": another word or its place or person would bring it back.", result.Hint, StringComparison.Ordinal);
        Assert.DoesNotContain("Novak", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_SameQuestionWithTheCue_BringsItBack()
    {
        var id = await FadedAsync();
        var request = new RecallRequest { Query = "plumber lunch", Cues = new MemoryCues { Place = "cellar", People = ["Novak"] } };
        var found = Assert.Single((await _test.Memory.RecallAsync(request)).Memories);
        Assert.Equal(id, found.Item.Id);
        Assert.Contains("faded, brought back by a strong cue", found.Why, StringComparison.Ordinal);
        Assert.Equal(["place Cellar", "with Novak"], found.Cues);
        request.Query = "gardener";
        Assert.True((await _test.Memory.RecallAsync(request)).IsEmpty);
    }

    [Fact]
    public async Task RecallAsync_SuppressedOrOfAnotherScope_IsOnNobodysTongue()
    {
        var id = await FadedAsync();
        Assert.Empty((await _test.Memory.RecallAsync(new RecallRequest { Query = "plumber lunch", Scope = new MemoryScope(User: "eve") })).NearMisses);
        await _test.Memory.SuppressAsync(id);
        Assert.Empty((await _test.Memory.RecallAsync(new RecallRequest { Query = "plumber lunch" })).NearMisses);
    }

    [Fact]
    public async Task RecallAsync_SomethingFound_HasNoNearMisses()
    {
        await FadedAsync();
        await _test.AddAsync("lunch with the plumber", "2026-11-12T12:00");
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "plumber lunch" });
        Assert.Single(result.Memories);
        Assert.Empty(result.NearMisses);
    }

    [Theory]
    [InlineData(12, true)]
    [InlineData(13, true)]
    [InlineData(15, false)]
    [InlineData(23, false)]
    public async Task RecallAsync_HourOfDay_RaisesWhatHappenedThen(int hour, bool isRaised)
    {
        await _test.AddAsync("lunch pasta", "2026-11-01T12:30");
        await _test.AddAsync("lunch soup", "2026-11-12T18:00");
        var first = (await _test.Memory.RecallAsync(new RecallRequest { Query = "lunch", Hour = hour })).Memories[0];
        Assert.Equal(isRaised ? "lunch pasta" : "lunch soup", first.Item.Text);
        Assert.Equal(isRaised, first.Why.Contains("at that time of day", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RecallAsync_HourOutOfRange_IsRefused() =>
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => _test.Memory.RecallAsync(new RecallRequest { Query = "lunch", Hour = 24 }));

    private async Task<Guid> FadedAsync()
    {
        var input = TestMemory.Note("Invoice of the plumber", "2018-01-05T10:00");
        input.Cues = new MemoryCues { Place = "Cellar", People = ["Novak"] };
        var id = await _test.AddAsync(input);

        // Of the place and the person something is left, so that it is no sole evidence.
        var other = TestMemory.Note("tasted wine", "2026-11-01T10:00");
        other.Cues = input.Cues;
        await _test.AddAsync(other);
        await _test.Memory.SweepAsync(new SweepOptions { MaximumAge = TimeSpan.FromDays(400) });
        Assert.Equal(1, (await _test.Memory.GetStatisticsAsync()).Cold);
        return id;
    }
}
