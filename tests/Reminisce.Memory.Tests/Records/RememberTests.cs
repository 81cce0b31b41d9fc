using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Records;

public sealed class RememberTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task RememberAsync_Note_IsStoredWithItsProvenance()
    {
        var input = TestMemory.Note("Tea with Anna", "2026-11-10T16:00");
        input.Cues = new MemoryCues { Place = "Café Luna", App = "Notes", People = ["Anna"], Tags = ["friends"] };
        input.Importance = 0.8;
        var id = await _test.AddAsync(input);

        var item = Assert.Single(await _test.Memory.GetAsync([id]));
        Assert.Equal("Tea with Anna", item.Text);
        Assert.Equal(TestMemory.At("2026-11-10T16:00"), item.OccurredAt);
        Assert.Equal(TimeSpan.FromHours(1), item.OccurredAt.Offset);
        Assert.Equal(_test.Clock.GetUtcNow(), item.RecordedAt);
        Assert.Equal("notes", item.Source);
        Assert.Equal("Café Luna", item.Cues.Place);
        Assert.Equal(["Anna"], item.Cues.People);
        Assert.Equal(0.8, item.Importance);
        Assert.Equal(1, item.Count);
    }

    [Fact]
    public async Task RememberAsync_Twice_AddsNothing()
    {
        MemoryInput[] inputs = [TestMemory.Note("one", "2026-11-01T10:00"), TestMemory.Note("two", "2026-11-02T10:00"), TestMemory.Picture("a cat", "2026-11-03T10:00")];
        var first = await _test.Memory.RememberAsync(inputs);
        var before = _test.Index.Dump();
        var second = await _test.Memory.RememberAsync(inputs);
        Assert.All(second, r => Assert.Equal(RememberOutcome.Duplicate, r.Outcome));
        Assert.Equal(first.Select(r => r.Id), second.Select(r => r.Id));
        Assert.Equal(before, _test.Index.Dump());
    }

    [Fact]
    public async Task RememberAsync_SameContentAndTimeOfAnotherSource_IsADuplicate()
    {
        var copy = TestMemory.Note("one", "2026-11-01T10:00");
        copy.Source = "backup";
        var results = await _test.Memory.RememberAsync([TestMemory.Note("one", "2026-11-01T10:00"), copy]);
        Assert.Equal([RememberOutcome.Stored, RememberOutcome.Duplicate], results.Select(r => r.Outcome));
        Assert.Equal(results[0].Id, results[1].Id);
    }

    [Fact]
    public async Task RememberAsync_SameContentLessTrusted_DoesNotTakeThePlaceOfTheOther()
    {
        var results = await _test.Memory.RememberAsync(
            [TestMemory.Note("the code is 42", "2026-11-01T10:00", trust: TrustTier.Web), TestMemory.Note("the code is 42", "2026-11-01T10:00")]);
        Assert.All(results, r => Assert.Equal(RememberOutcome.Stored, r.Outcome));
        Assert.NotEqual(results[0].Id, results[1].Id);
    }

    [Fact]
    public async Task RememberAsync_BadItems_AreRejectedAndTheOthersStored()
    {
        var results = await _test.Memory.RememberAsync(
        [
            TestMemory.Note("good", "2026-11-01T10:00"),
            TestMemory.Note("   ", "2026-11-01T10:00"),
            new MemoryInput { Media = new byte[] { 1 } },
            new MemoryInput { Media = new byte[] { 1 }, MediaType = "nonsense" },
            new MemoryInput { Media = new byte[] { 1 }, MediaType = "audio/wav" },
            TestMemory.Picture(WordVectors.Undecodable, "2026-11-01T10:00"),
            new MemoryInput { Text = "x", Importance = double.NaN },
            new MemoryInput { Text = new string('x', 1_000_001) },
            null!,
            TestMemory.Note("also good", "2026-11-01T10:00"),
        ]);
        Assert.Equal([0, 9], results.Select((r, i) => (r, i)).Where(p => p.r.Outcome == RememberOutcome.Stored).Select(p => p.i));
        Assert.All(results.Where(r => r.Outcome == RememberOutcome.Rejected), r => Assert.EndsWith(".", r.Reason, StringComparison.Ordinal));
        Assert.Contains("media type", results[2].Reason, StringComparison.Ordinal);
        Assert.Contains("'nonsense'", results[3].Reason, StringComparison.Ordinal);
        Assert.Contains("audio/wav", results[4].Reason, StringComparison.Ordinal);
        Assert.Contains("decoded", results[5].Reason, StringComparison.Ordinal);
        Assert.Equal(2, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_ManyItems_ReportsEveryBatch()
    {
        var reported = new List<int>();
        var inputs = Enumerable.Range(0, 150).Select(i => TestMemory.Note($"note {i}", "2026-11-01T10:00")).ToArray();
        await _test.Memory.RememberAsync(inputs, new Reports(reported));
        Assert.Equal([64, 128, 150], reported);
        Assert.Equal(150, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_StoreFailsInTheSecondBatch_ThrowsAndKeepsTheFirst()
    {
        var inputs = Enumerable.Range(0, 100).Select(i => TestMemory.Note($"note {i}", "2026-11-01T10:00")).ToArray();
        await _test.AddAsync("zero", "2026-11-01T10:00");
        _test.Index.WritesLeft = 1;
        await Assert.ThrowsAsync<IOException>(() => _test.Memory.RememberAsync(inputs));
        Assert.Equal(65, _test.Index.Count);
        _test.Index.WritesLeft = int.MaxValue;
        var again = await _test.Memory.RememberAsync(inputs);
        Assert.Equal(64, again.Count(r => r.Outcome == RememberOutcome.Duplicate));
        Assert.Equal(101, _test.Index.Count);
    }

    [Fact]
    public async Task RememberAsync_ClockGoesBackAndEventsAhead_AreKept()
    {
        var ahead = await _test.AddAsync("flight to Rome", "2027-03-01T08:00");
        var old = await _test.AddAsync("born", "1969-05-05T08:00");
        var items = await _test.Memory.GetAsync([ahead, old]);
        Assert.Equal(["flight to Rome", "born"], items.Select(i => i.Text));
        Assert.All(items, i => Assert.InRange(i.Strength, 0, 1));
    }

    [Fact]
    public async Task RememberAsync_IdsSortByTime()
    {
        var late = await _test.AddAsync("late", "2026-11-02T10:00");
        var early = await _test.AddAsync("early", "2026-11-01T10:00");
        Assert.True(string.CompareOrdinal(early.ToString(), late.ToString()) < 0);
    }

    [Fact]
    public async Task RememberAsync_LoneSurrogateAndNul_AreStoredReadable()
    {
        var id = await _test.AddAsync("a\ud800b\0c", "2026-11-01T10:00");
        Assert.Equal("a\ufffdb\ufffdc", Assert.Single(await _test.Memory.GetAsync([id])).Text);
    }

    private sealed class Reports(List<int> reported) : IProgress<int>
    {
        public void Report(int value) => reported.Add(value);
    }
}
