using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

public class FilterStepTests
{
    private static string Text(int id) => $"{(id % 3 == 0 ? "tea" : id % 3 == 1 ? "rain" : "bus")} {id}";

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup, int count)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, count).Select(i => new Note { Id = i, Content = Text(i), Year = i % 10 }));
        return notes;
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_AfterLearningShares_AsksForLessAndKeepsTheSamePool(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup, 300);
        var asked = new List<int>();
        var rounds = 0;
        for (var query = 0; query < 60; query++)
        {
            // Every third search is filtered, which changes the shares without warning.
            var year = query % 3 == 0 ? query % 10 : -1;
            var words = Text(query);
            RetrievalTrace? trace = null;
            var options = new ReminisceSearchOptions<Note> { Candidates = 0, Trace = t => trace = t, Filter = year < 0 ? null : n => n.Year == year };
            var results = await notes.SearchAsync(words, 40, options).ListAsync();
            var expected = Enumerable.Range(0, 300).Where(i => year < 0 || i % 10 == year)
                .OrderByDescending(i => setup.Encoder.Score(words, Text(i), setup.Encoder.Predicted("text", Text(i)))).Take(40);
            Assert.Equal(expected, results.Select(r => r.Record.Id));
            asked.Add(trace!.Filter.Exits.Where(e => e.Exit.Tower == "text").Sum(e => e.Asked));
            rounds += trace.Filter.Rounds;
        }

        Assert.Equal(120, asked[0]);
        Assert.True(asked.Skip(30).Average() < 100, $"still asks {asked.Skip(30).Average()} of 120 items");
        Assert.InRange(rounds, 60, 120);
    }

    [Fact]
    public async Task Search_ShareChangesAtOnce_AsksAgainUntilTheMergeIsExact()
    {
        using var setup = new Setup(o => (o.Policy, o.WriteBack) = (ExitPolicy.Full, WriteBackMode.None));
        var notes = await FillAsync(setup, 200);
        for (var i = 0; i < 40; i++)
        {
            await notes.SearchAsync(Text(i), 50, new ReminisceSearchOptions<Note> { Candidates = 0 }).ListAsync();
        }

        // Until now everything was at full depth; now everything of one topic is shallow.
        setup.Configure!(new ReminisceVectorStoreOptions());
        var shallow = new ReminisceVectorStoreOptions { ActivationStore = setup.Activations, EmbeddingGenerator = new FakeGenerator(setup.Encoder), LeaveOpen = true, Policy = ExitPolicy.Fixed, FixedLayer = 1 };
        using var other = new ReminisceVectorStore(setup.Inner, shallow);
        var writer = other.GetCollection<int, Note>("notes");
        await writer.UpsertAsync(Enumerable.Range(1000, 100).Select(i => new Note { Id = i, Content = $"snow {i}" }));

        RetrievalTrace? trace = null;
        var options = new ReminisceSearchOptions<Note> { Candidates = 0, Trace = t => trace = t };

        // The other store wrote, so this one may take the exit for empty until the recheck; with one item of its own it knows.
        await notes.UpsertEncodedAsync([new(new Note { Id = 5000 }, new EncodedItem(setup.Encoder.Vector("rain 9999", setup.Encoder.Exits[3]), setup.Encoder.Exits[3], null))]);
        var results = await notes.SearchAsync("snow 1", 50, options).ListAsync();
        var expected = Enumerable.Range(1000, 100)
            .OrderByDescending(i => setup.Encoder.Score("snow 1", $"snow {i}", setup.Encoder.Exits[3])).Take(50);
        Assert.Equal(expected, results.Select(r => r.Record.Id));
        Assert.True(trace!.Filter.Rounds > 1, "the list of a suddenly crowded exit was long enough at once");
        Assert.True(trace.Filter.Exits.Single(e => e.Exit == setup.Encoder.Full("text")).Asked <= 50);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Search_EmptyExits_AreSkippedUntilWrittenToOrRechecked(bool filtered)
    {
        var time = new ManualTime();
        using var setup = new Setup(o => o.TimeProvider = time);
        var notes = await FillAsync(setup, 20);
        RetrievalTrace? trace = null;
        var options = new ReminisceSearchOptions<Note> { Trace = t => trace = t, Filter = filtered ? n => n.Year >= 0 : null };
        List<ExitTrace> Images() => [.. trace!.Filter.Exits.Where(e => e.Exit.Tower == "image")];

        await notes.SearchAsync("tea", 5, options).ListAsync();
        Assert.All(Images(), e => Assert.True(e.Asked > 0));
        await notes.SearchAsync("tea", 5, options).ListAsync();
        Assert.All(Images(), e => Assert.Equal(0, e.Asked));

        // What this store writes is seen at once.
        await notes.UpsertEncodedAsync([new(new Note { Id = 99, Year = 1 }, new EncodedItem(setup.Encoder.Vector("tea", setup.Encoder.Exits[0]), setup.Encoder.Exits[0], null))]);
        var results = await notes.SearchAsync("tea", 50, options).ListAsync();
        Assert.Contains(99, results.Select(r => r.Record.Id));

        time.Advance(TimeSpan.FromSeconds(6));
        await notes.SearchAsync("tea", 5, options).ListAsync();
        Assert.All(Images(), e => Assert.True(e.Asked > 0));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Search_WhileAnItemIsWritten_DoesNotHideItAfterwards(bool verified)
    {
        for (var step = 1; step <= 12; step++)
        {
            using var setup = new Setup(o => (o.VerifyWrites, o.WriteBack) = (verified, WriteBackMode.None));
            var notes = await setup.CreateNotesAsync();
            setup.Faults.Reset();
            setup.Faults.FailAt = step;
            setup.Faults.AtStep = () => notes.SearchAsync("tea", 5).ListAsync().GetAwaiter().GetResult();
            await notes.UpsertAsync(new Note { Id = 1, Content = "tea 1" });
            Assert.Single(await notes.SearchAsync("tea", 5).ListAsync());
        }
    }

    [Fact]
    public async Task Search_NoItemPassesTheFilter_DoesNotTakeTheExitForEmpty()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup, 20);
        Assert.Empty(await notes.SearchAsync("tea", 5, new ReminisceSearchOptions<Note> { Filter = n => n.Year == 77 }).ListAsync());
        Assert.Equal(5, (await notes.SearchAsync("tea", 5).ListAsync()).Count);
    }
}
