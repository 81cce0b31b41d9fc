using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Fixtures;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

public sealed class SourceTests
{
    private const int Count = 30;

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_ActivationsGoneAndContentThere_RanksLikeTheFullModelAndStoresIt(InnerKind inner)
    {
        var source = Whole();
        using var setup = new Setup(o => o.ContentSource = source, inner);
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        RetrievalTrace? trace = null;

        var results = await notes.SearchAsync("tea 3", Count, All(t => trace = t)).ListAsync();

        var full = setup.Encoder.Full("text");
        Assert.Equal(Enumerable.Range(0, Count).OrderByDescending(i => setup.Encoder.Score("tea 3", Text(i), full)), results.Select(r => r.Record.Id));
        Assert.True(trace!.Correct.Coarse > 0);
        Assert.Equal((trace.Correct.Coarse, trace.Correct.Coarse, 0), (trace.Correct.Finished, trace.Correct.Recomputed, trace.Correct.WithoutActivation));
        Assert.Equal((0L, trace.Correct.Coarse * full.Layer), (trace.Correct.ActivationBytes, trace.Correct.Layers));
        Assert.Equal(trace.Correct.Coarse, source.Asked.Count);
        Assert.All(source.Asked, a => Assert.Equal(("notes", "Content"), (a.Collection, a.Property)));
        Assert.All(await setup.InnerNotesAsync(), r => Assert.Equal("text_full", r["Content_exit"]));
        Assert.Empty(setup.Activations.Entries);

        setup.Reopen();
        await setup.Notes.SearchAsync("tea 3", Count, All(t => trace = t)).ListAsync();
        Assert.Equal((0, 0), (trace.Correct.Coarse, trace.Correct.Recomputed));
    }

    [Fact]
    public async Task Search_SomeActivationsGone_AsksForThoseAlone()
    {
        var source = Whole();
        using var setup = new Setup(o => o.ContentSource = source);
        var notes = await FillAsync(setup);
        var evicted = setup.Activations.Entries.Keys.Order(StringComparer.Ordinal).Take(5).ToList();
        evicted.ForEach(k => setup.Activations.Entries.TryRemove(k, out _));
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 5, All(t => trace = t)).ListAsync();

        Assert.Equal(5, source.Asked.Count);
        Assert.Equal((trace!.Correct.Coarse, 5), (trace.Correct.Finished, trace.Correct.Recomputed));
    }

    [Fact]
    public async Task Search_NoSource_StaysCoarse()
    {
        using var setup = new Setup();
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 5, All(t => trace = t)).ListAsync();

        Assert.Equal((0, 0, trace!.Correct.Coarse), (trace.Correct.Finished, trace.Correct.Recomputed, trace.Correct.WithoutActivation));
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference)]
    [InlineData(InnerKind.Usearch)]
    [InlineData(InnerKind.Postgres)]
    internal async Task Search_ContentGoneChangedOrOfAnotherKind_StaysCoarseAndSaysSo(InnerKind inner)
    {
        var source = new FakeContentSource(id => (id % 3) switch
        {
            0 => null,
            1 => new TextContent(Text(id) + " edited"),
            _ => new DataContent(new byte[] { 1 }, "audio/wav"),
        });
        var log = new WarningLog();
        using var setup = new Setup(o => (o.ContentSource, o.LoggerFactory) = (source, log), inner);
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        var encoded = setup.Encoder.Encoded;
        RetrievalTrace? trace = null;

        var results = await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();
        var coarse = await notes.SearchAsync("tea 3", 10, new ReminisceSearchOptions<Note> { Candidates = 0 }).ListAsync();

        Assert.Equal(coarse.Select(r => r.Record.Id), results.Select(r => r.Record.Id));
        Assert.Equal((0, 0, trace!.Correct.Coarse), (trace.Correct.Finished, trace.Correct.Recomputed, trace.Correct.WithoutActivation));
        Assert.All(trace.Results, r => Assert.NotEqual(RefinementState.Refined, r.State));
        Assert.Equal(encoded, setup.Encoder.Encoded);
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task Search_SourceFailsForSome_FinishesTheOthersAndWarns()
    {
        var broken = new HashSet<int>();
        var source = new FakeContentSource(id => broken.Contains(id) ? throw new TimeoutException("the share is away") : new TextContent(Text(id)));
        var log = new WarningLog();
        using var setup = new Setup(o => (o.ContentSource, o.LoggerFactory) = (source, log));
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        broken.UnionWith((await setup.InnerNotesAsync()).Where(r => r["Content_exit"] as string != "text_full").Select(r => (int)r["Id"]!).Take(3));
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();

        Assert.Equal((trace!.Correct.Coarse - 3, 3), (trace.Correct.Recomputed, trace.Correct.WithoutActivation));
        Assert.Equal(3, log.Warnings.Count);
        Assert.All(log.Warnings, w => Assert.Contains("content source failed", w, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Search_ItsContentCannotBeEncodedAnyMore_StaysCoarseAndWarns()
    {
        var source = Whole();
        var log = new WarningLog();
        using var setup = new Setup(o => (o.ContentSource, o.LoggerFactory) = (source, log));
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        setup.Encoder.Refused = Text((int)(await setup.InnerNotesAsync()).First(r => r["Content_exit"] as string != "text_full")["Id"]!);
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();

        Assert.Equal((trace!.Correct.Coarse - 1, 1), (trace.Correct.Recomputed, trace.Correct.WithoutActivation));
        Assert.Contains("could not be encoded again", Assert.Single(log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_CancelledWhileTheSourceLooks_PassesAndALaterSearchFinishes()
    {
        var source = Whole();
        var gate = new TaskCompletionSource();
        source.Gate = gate.Task;
        using var setup = new Setup(o => o.ContentSource = source);
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        using var cancel = new CancellationTokenSource();

        var search = notes.SearchAsync("tea 3", 10, All(_ => { }), cancel.Token).ListAsync();
        await UntilAskedAsync(source);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => search);

        gate.SetResult();
        RetrievalTrace? trace = null;
        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();
        Assert.Equal(trace!.Correct.Coarse, trace.Correct.Recomputed);
    }

    [Fact]
    public async Task Search_ManyQueriesForTheSameItems_EachIsAskedForAndEncodedOnce()
    {
        var source = Whole();
        var gate = new TaskCompletionSource();
        source.Gate = gate.Task;
        using var setup = new Setup(o => o.ContentSource = source);
        var notes = await FillAsync(setup);
        var coarse = setup.Activations.Entries.Count;
        setup.Activations.Entries.Clear();
        var traces = new System.Collections.Concurrent.ConcurrentQueue<RetrievalTrace>();

        var searches = Enumerable.Range(0, 8).Select(_ => notes.SearchAsync("tea 3", Count, All(traces.Enqueue)).ListAsync()).ToList();
        await UntilAskedAsync(source);
        gate.SetResult();
        var results = await Task.WhenAll(searches);

        Assert.Equal(coarse, source.Asked.Count);
        Assert.Equal(coarse, setup.Encoder.Resumed);
        Assert.Equal(coarse, traces.Sum(t => t.Correct.Recomputed));
        Assert.All(results, r => Assert.Equal(results[0].Select(x => x.Record.Id), r.Select(x => x.Record.Id)));
    }

    [Fact]
    public async Task Search_SettledTop_StopsRecomputedCandidatesOnTheWay()
    {
        using var setup = new Setup(o => (o.ContentSource, o.WriteBack, o.RecentlyRefined) = (Whole(), WriteBackMode.None, 1));
        setup.Encoder = new FakeEncoder { Movement = e => FakeEncoder.MeasureMovement(e) };
        setup.Reopen();
        var notes = await FillAsync(setup, 120);
        setup.Activations.Entries.Clear();
        int pruned = 0, layers = 0;
        for (var i = 0; i < 20; i++)
        {
            RetrievalTrace? trace = null;
            var settle = new ReminisceSearchOptions<Note> { Candidates = 120, Budget = new() { BatchSize = 4, SettleConfidence = 0.99 }, Trace = t => trace = t };
            await notes.SearchAsync(Text(i), 3, settle).ListAsync();
            var correct = trace!.Correct;
            Assert.Equal(correct.Finished + correct.Pruned, correct.Recomputed);
            Assert.Equal(correct.Coarse, correct.Finished + correct.Settled + correct.Pruned + correct.LeftCoarse + correct.WithoutActivation + correct.Shared);
            pruned += correct.Pruned;
            layers += (setup.Encoder.Full("text").Layer * correct.Recomputed) - correct.Layers;
        }

        Assert.True(pruned > 0, "nothing was stopped on the way");
        Assert.Equal(pruned, layers);
    }

    [Fact]
    public async Task Search_LatencyBudget_StopsAskingAndLeavesTheRestCoarse()
    {
        var time = new ManualTime();
        var slow = new FakeContentSource(id =>
        {
            time.Advance(TimeSpan.FromMilliseconds(10));
            return new TextContent(Text(id));
        });
        using var setup = new Setup(o => (o.ContentSource, o.TimeProvider, o.WriteBack) = (slow, time, WriteBackMode.None));
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        RetrievalTrace? trace = null;
        var options = new ReminisceSearchOptions<Note>
        {
            Candidates = Count, Budget = new() { BatchSize = Count, Latency = TimeSpan.FromMilliseconds(40) }, Trace = t => trace = t,
        };

        // Nothing is known of the cost: the source is asked until the time is up.
        await notes.SearchAsync("tea 3", 5, options).ListAsync();
        Assert.Equal((4, 4, RetrievalStop.Latency), (slow.Asked.Count, trace!.Correct.Recomputed, trace.Correct.StoppedBy));
        Assert.Equal((trace.Correct.Coarse - 4, 0), (trace.Correct.LeftCoarse, trace.Correct.WithoutActivation));

        // It costs 10 ms: 3 fit into 35 ms, and a fourth is not begun.
        options.Budget = new() { BatchSize = Count, Latency = TimeSpan.FromMilliseconds(35) };
        await notes.SearchAsync("tea 3", 5, options).ListAsync();
        Assert.Equal((3, 4, RetrievalStop.Latency), (trace.Correct.Recomputed, trace.Correct.Shared, trace.Correct.StoppedBy));
        Assert.Equal(7, slow.Asked.Count);
    }

    [Fact]
    public async Task Search_DamagedActivation_IsEncodedFromItsContent()
    {
        var source = Whole();
        using var setup = new Setup(o => o.ContentSource = source);
        var notes = await FillAsync(setup);
        var (key, sound) = setup.Activations.Entries.First();
        setup.Activations.Entries[key] = new Activation(sound.Fingerprint, sound.Exit, 1, 1, ActivationFormat.Int8, new byte[] { 0 });
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();

        Assert.Equal((trace!.Correct.Coarse, 1, 0), (trace.Correct.Finished, trace.Correct.Recomputed, trace.Correct.WithoutActivation));
        Assert.Single(source.Asked);
        Assert.Empty(setup.Activations.Entries);
    }

    [Fact]
    public async Task Search_NoActivationStore_FinishesFromContent()
    {
        using var setup = new Setup(o => (o.ActivationStore, o.ContentSource) = (null, Whole()));
        var notes = await FillAsync(setup);
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();

        Assert.True(trace!.Correct.Coarse > 0);
        Assert.Equal(trace.Correct.Coarse, trace.Correct.Recomputed);
    }

    [Fact]
    public async Task Search_RestoredFromAVectorAlone_AsksNobodyBecauseNothingCouldBeChecked()
    {
        var source = Whole();
        using var setup = new Setup(o => o.ContentSource = source);
        var notes = await setup.CreateNotesAsync();
        var exit = setup.Encoder.Exits.First(e => e.Tower == "text");
        await notes.UpsertEncodedAsync([new(new Note { Id = 1 }, new EncodedItem(setup.Encoder.Vector(Text(1), exit), exit, null))]);
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 1, All(t => trace = t)).ListAsync();

        Assert.Equal((1, 1), (trace!.Correct.Coarse, trace.Correct.WithoutActivation));
        Assert.Empty(source.Asked);
    }

    [Fact]
    public async Task GetEncoded_ActivationsGone_AsksNobodyAndASearchStillMay()
    {
        var source = Whole();
        using var setup = new Setup(o => o.ContentSource = source);
        var notes = await FillAsync(setup);
        var coarse = setup.Activations.Entries.Count;
        setup.Activations.Entries.Clear();

        var encoded = await notes.GetEncodedAsync(Enumerable.Range(0, Count), finish: true);
        Assert.Equal(coarse, encoded.Values.Count(e => !e.Exit.IsFull));
        Assert.Empty(source.Asked);

        RetrievalTrace? trace = null;
        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();
        Assert.Equal(coarse, trace!.Correct.Recomputed);
    }

    [Fact]
    public async Task AddReminisceVectorStore_SourceRegistered_IsUsed()
    {
        var source = Whole();
        using var encoder = new FakeEncoder();
        await using var provider = new ServiceCollection()
            .AddSingleton<IContentSource>(source)
            .AddReminisceVectorStore(_ => new ReferenceVectorStore(new FaultPlan()), _ => new() { EmbeddingGenerator = new FakeGenerator(encoder) })
            .BuildServiceProvider();
        var notes = (ReminisceCollection<int, Note>)provider.GetRequiredService<ReminisceVectorStore>().GetCollection<int, Note>("notes");
        await notes.EnsureCollectionExistsAsync();
        await notes.UpsertAsync(Enumerable.Range(0, Count).Select(NoteOf));
        RetrievalTrace? trace = null;

        await notes.SearchAsync("tea 3", 10, All(t => trace = t)).ListAsync();

        Assert.True(trace!.Correct.Recomputed > 0);
        Assert.Equal(trace.Correct.Recomputed, source.Asked.Count);
    }

    private static string Text(int id) => $"{(id % 3 == 0 ? "tea" : id % 3 == 1 ? "rain" : "bus")} {id}";

    private static Note NoteOf(int id) => new() { Id = id, Content = Text(id), Words = Text(id) };

    private static FakeContentSource Whole() => new(id => new TextContent(Text(id)));

    private static ReminisceSearchOptions<Note> All(Action<RetrievalTrace> trace) => new() { Candidates = Count, Trace = trace };

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup, int count = Count)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, count).Select(NoteOf));
        return notes;
    }

    private static async Task UntilAskedAsync(FakeContentSource source)
    {
        while (source.Asked.IsEmpty)
        {
            await Task.Yield();
        }
    }
}
