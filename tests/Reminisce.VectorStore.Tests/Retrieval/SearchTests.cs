using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.Retrieval;

public class SearchTests
{
    private const int Count = 60;

    private static string Text(int id) => $"{(id % 3 == 0 ? "tea" : id % 3 == 1 ? "rain" : "bus")} {id}";

    private static Note NoteOf(int id) => new() { Id = id, Content = Text(id), Year = 2000 + (id % 10), Place = id % 2 == 0 ? "Oslo" : null, Words = Text(id) };

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, Count).Select(NoteOf));
        return notes;
    }

    private static List<int> FullRanking(FakeEncoder encoder, string query, Func<int, bool> filter) =>
        [.. Enumerable.Range(0, Count).Where(filter).OrderByDescending(i => encoder.Score(query, Text(i), encoder.Full("text")))];

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_PoolCoversAll_RanksLikeTheFullModel(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup);
        var results = await notes.SearchAsync("tea 3", Count, new ReminisceSearchOptions<Note> { Candidates = Count }).ListAsync();
        Assert.Equal(FullRanking(setup.Encoder, "tea 3", _ => true), results.Select(r => r.Record.Id));
        Assert.All(results, r => Assert.Equal(setup.Encoder.Score("tea 3", Text(r.Record.Id), setup.Encoder.Full("text")), r.Score!.Value, 3));
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Equal(setup.Encoder.Full("text"), Assert.Single(setup.ExitsOf(r))));
        Assert.Empty(setup.Activations.Entries);
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_Again_DoesNoEncoderWorkOnItems(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup);
        var traces = new List<RetrievalTrace>();
        var options = new ReminisceSearchOptions<Note> { Candidates = 20, Trace = traces.Add };
        var first = await notes.SearchAsync("tea 3", 5, options).ListAsync();
        var work = setup.Encoder.Resumed;
        setup.Reopen();
        var second = await setup.Notes.SearchAsync("tea 3", 5, options).ListAsync();

        Assert.InRange(work, 1, 20);
        Assert.Equal(work, traces[0].Correct.Finished);
        Assert.Equal(work, traces[0].Correct.WrittenBack);
        Assert.Equal(work, setup.Encoder.Resumed);
        Assert.Equal(0, traces[1].Correct.Finished);
        Assert.Equal(first.Select(r => r.Record.Id), second.Select(r => r.Record.Id));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_WithoutCandidates_RanksByCalibratedCoarseScores(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup);
        var results = await notes.SearchAsync("tea 3", 10, new ReminisceSearchOptions<Note> { Candidates = 0 }).ListAsync();
        var expected = Enumerable.Range(0, Count)
            .Select(i => (Id: i, Score: setup.Encoder.Score("tea 3", Text(i), setup.Encoder.Predicted("text", Text(i)))))
            .OrderByDescending(p => p.Score).Take(10).ToList();
        Assert.Equal(expected.Select(p => p.Id), results.Select(r => r.Record.Id));
        Assert.Equal(0, setup.Encoder.Resumed);
    }

    [Fact]
    public async Task Search_WithoutActivations_CandidatesCompeteWithCoarseScores()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        RetrievalTrace? trace = null;
        var results = await notes.SearchAsync("tea 3", 10, new ReminisceSearchOptions<Note> { Candidates = 30, Trace = t => trace = t }).ListAsync();
        var coarse = await notes.SearchAsync("tea 3", 10, new ReminisceSearchOptions<Note> { Candidates = 0 }).ListAsync();
        Assert.Equal(coarse.Select(r => r.Record.Id), results.Select(r => r.Record.Id));
        Assert.Equal(trace!.Correct.Coarse, trace.Correct.WithoutActivation);
        Assert.True(trace.Correct.Coarse > 0);
    }

    [Fact]
    public async Task Search_DamagedActivation_StaysCoarseAndTheOthersAreFinished()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup);
        var (key, sound) = setup.Activations.Entries.First();
        setup.Activations.Entries[key] = new Activation(sound.Fingerprint, sound.Exit, 1, 1, ActivationFormat.Int8, new byte[] { 0 });
        RetrievalTrace? trace = null;
        await notes.SearchAsync("tea 3", 10, new ReminisceSearchOptions<Note> { Candidates = Count, Trace = t => trace = t }).ListAsync();
        Assert.Equal(1, trace!.Correct.WithoutActivation);
        Assert.Equal(trace.Correct.Coarse - 1, trace.Correct.Finished);
        Assert.Empty(setup.Activations.Entries);
    }

    [Theory]
    [InlineData("fingerprint")]
    [InlineData("exit")]
    [InlineData("content")]
    public async Task Search_StaleActivation_IsNotUsed(string stale)
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        var before = setup.Activations.Entries.ToArray();
        if (stale == "content")
        {
            // The records have other content now, and the removal of the old activations was lost; the new ones have been evicted.
            await notes.UpsertAsync(Enumerable.Range(0, Count).Select(i => new Note { Id = i, Content = $"new {i}" }));
            setup.Activations.Entries.Clear();
        }

        foreach (var (key, a) in before)
        {
            setup.Activations.Entries[key] = new Activation(
                stale == "fingerprint" ? "another" : a.Fingerprint, stale == "exit" ? new ExitLayer("text", 3, 4) : a.Exit, a.Tokens, a.Width, a.Format, a.Data);
        }

        await notes.SearchAsync("tea 3", 10, new ReminisceSearchOptions<Note> { Candidates = Count }).ListAsync();
        Assert.Equal(0, setup.Encoder.Resumed);
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Equal("text_exit_01", r["Content_exit"]));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_FilterSkipThreshold_ApplyToTheRightThings(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup);
        var years = new[] { 2001, 2004, 2006 };
        var options = new ReminisceSearchOptions<Note> { Candidates = Count, Filter = n => years.Contains(n.Year) && n.Place == "Oslo", Skip = 2 };
        var expected = FullRanking(setup.Encoder, "bus 2", i => years.Contains(2000 + (i % 10)) && i % 2 == 0);
        var results = await notes.SearchAsync("bus 2", 4, options).ListAsync();
        Assert.Equal(expected.Skip(2).Take(4), results.Select(r => r.Record.Id));

        var third = results[0].Score!.Value;
        var above = await notes.SearchAsync("bus 2", 50, new ReminisceSearchOptions<Note> { Candidates = Count, Filter = options.Filter, ScoreThreshold = third - 1e-6 }).ListAsync();
        Assert.Equal(expected.Take(3), above.Select(r => r.Record.Id));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_RelevanceFloor_SaysThatNothingIsRelevant(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup);
        RetrievalTrace? trace = null;
        var none = await notes.SearchAsync("volcano", 5, new ReminisceSearchOptions<Note> { RelevanceFloor = true, Trace = t => trace = t }).ListAsync();
        var some = await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { RelevanceFloor = true, Candidates = Count }).ListAsync();
        Assert.Empty(none);
        Assert.Equal(10, trace!.BelowFloor);
        Assert.All(some, r => Assert.Equal(0, r.Record.Id % 3));
        Assert.NotEmpty(some);
    }

    [Fact]
    public async Task Search_Towers_RestrictsToTheirItems()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup);
        Assert.Empty(await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Towers = ["image"] }).ListAsync());
        Assert.Equal(5, (await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Towers = ["text"] }).ListAsync()).Count);
    }

    [Fact]
    public async Task Search_LatencyBudgetSpent_StopsBeforeTheNextBatch()
    {
        var time = new ManualTime();
        using var setup = new Setup(o => o.TimeProvider = time);
        var notes = await FillAsync(setup);
        setup.Encoder.OnResume = items => time.Advance(TimeSpan.FromMilliseconds(10 * items));
        RetrievalTrace? trace = null;
        var budget = new RetrievalBudget { BatchSize = 4, Latency = TimeSpan.FromMilliseconds(100) };
        await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Candidates = 30, Budget = budget, Trace = t => trace = t }).ListAsync();

        // 4 items are 40 ms: two batches fit into 100 ms, a third would end at 120 ms.
        Assert.Equal(8, trace!.Correct.Finished);
        Assert.Equal(RetrievalStop.Latency, trace.Correct.StoppedBy);
        Assert.Equal(trace.Correct.Coarse - 8, trace.Correct.LeftCoarse);
    }

    [Fact]
    public async Task Search_WithAQueryEncoding_EncodesNothing()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup);
        var query = await setup.Encoder.EncodeQueryAsync(new TextContent("tea 3"));
        var results = await notes.SearchAsync(query, 3, new ReminisceSearchOptions<Note> { Candidates = Count }).ListAsync();
        Assert.Equal(1, setup.Encoder.Queries);
        Assert.Equal(FullRanking(setup.Encoder, "tea 3", _ => true).Take(3), results.Select(r => r.Record.Id));
    }

    [Fact]
    public async Task Search_WithAVector_SaysWhatIsSupported()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup);
        var error = await Assert.ThrowsAsync<NotSupportedException>(() => notes.SearchAsync(new ReadOnlyMemory<float>(new float[24]), 3).ListAsync());
        Assert.Contains("QueryEncoding", error.Message, StringComparison.Ordinal);
        Assert.Throws<NotSupportedException>(() => notes.SearchAsync("tea", 3, new() { IncludeVectors = true }));
        Assert.Throws<ArgumentOutOfRangeException>(() => notes.SearchAsync("tea", 0));
    }

    [Fact]
    public async Task Search_Background_StoresAfterReturning()
    {
        using var setup = new Setup(o => o.WriteBack = WriteBackMode.Background);
        var notes = await FillAsync(setup);
        await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Candidates = Count }).ListAsync();
        await setup.Store.FlushAsync();
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Equal("text_full", r["Content_exit"]));
        Assert.Empty(setup.Activations.Entries);
    }

    [Fact]
    public async Task Search_BackgroundWriteFails_FlushThrowsAndALaterSearchStores()
    {
        using var setup = new Setup(o => o.WriteBack = WriteBackMode.Background);
        var notes = await FillAsync(setup);
        var gate = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        setup.Encoder.ResumeGate = gate.Task;
        setup.Encoder.OnResume = _ => begun.TrySetResult();
        var search = notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Candidates = Count, Budget = new() { BatchSize = Count } }).ListAsync();
        await begun.Task;

        // The searches and the read of activations are done; the read of the write-back fails.
        (setup.Faults.FailAt, setup.Faults.StayDown) = (setup.Faults.Calls + 1, true);
        gate.SetResult();
        await search;
        var error = await Assert.ThrowsAsync<VectorStoreException>(() => setup.Store.FlushAsync());
        Assert.Contains("fault at step", error.Message, StringComparison.Ordinal);

        setup.Faults.Reset();
        var work = setup.Encoder.Resumed;
        await notes.SearchAsync("tea 3", 5, new ReminisceSearchOptions<Note> { Candidates = Count }).ListAsync();
        await setup.Store.FlushAsync();
        Assert.Equal(work, setup.Encoder.Resumed);
        Assert.Empty(setup.Activations.Entries);
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Hybrid_WordsAndMeaning_FusesBothRankings(InnerKind inner)
    {
        using var setup = new Setup(inner: inner);
        var notes = await FillAsync(setup);
        var words = (IFullTextSearchable<Note>)notes.GetService(typeof(IFullTextSearchable<Note>))!;
        var byWords = await words.FullTextSearchAsync("41", 5, new() { Filter = n => n.Year == 2001 }).ListAsync();
        Assert.Equal(41, Assert.Single(byWords).Record.Id);

        var hybrid = (IKeywordHybridSearchable<Note>)notes.GetService(typeof(IKeywordHybridSearchable<Note>))!;
        var both = await hybrid.HybridSearchAsync("tea 3", ["41"], 3).ListAsync();
        Assert.Contains(41, both.Select(r => r.Record.Id));
        Assert.Contains(FullRanking(setup.Encoder, "tea 3", _ => true)[0], both.Select(r => r.Record.Id));
    }

    [Theory]
    [InlineData(0, 41)]
    [InlineData(0.5, 41)]
    [InlineData(500, null)]
    internal async Task Hybrid_WeightOfVectors_DecidesWhichRankingComesFirst(double weight, int? first)
    {
        using var setup = new Setup(o => o.HybridVectorWeight = weight, InnerKind.Usearch);
        var notes = await FillAsync(setup);
        var hybrid = (IKeywordHybridSearchable<Note>)notes.GetService(typeof(IKeywordHybridSearchable<Note>))!;
        var both = await hybrid.HybridSearchAsync("tea 3", ["41"], 3).ListAsync();
        Assert.Equal(first ?? FullRanking(setup.Encoder, "tea 3", _ => true)[0], both[0].Record.Id);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    internal void Hybrid_WeightThatIsNone_IsRefused(double weight) =>
        Assert.Throws<ArgumentOutOfRangeException>("HybridVectorWeight", () => new Setup(o => o.HybridVectorWeight = weight));
}
