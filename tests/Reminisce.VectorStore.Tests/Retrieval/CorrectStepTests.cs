using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

public class CorrectStepTests
{
    private const int Count = 120;

    private static string Text(int id) => $"{(id % 3 == 0 ? "tea" : id % 3 == 1 ? "rain" : "bus")} {id}";

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, Count).Select(i => new Note { Id = i, Content = Text(i) }));
        return notes;
    }

    private static List<int> Best(FakeEncoder encoder, string query, int top) =>
        [.. Enumerable.Range(0, Count).OrderByDescending(i => encoder.Score(query, Text(i), encoder.Full("text"))).Take(top)];

    [Fact]
    public async Task Search_MovementUnknown_FinishesEveryCandidate()
    {
        using var setup = new Setup(o => o.WriteBack = WriteBackMode.None);
        var notes = await FillAsync(setup);
        RetrievalTrace? trace = null;
        var settle = new ReminisceSearchOptions<Note> { Candidates = Count, Budget = new() { SettleConfidence = 0.95 }, Trace = t => trace = t };
        await notes.SearchAsync("tea 3", 3, settle).ListAsync();
        Assert.Equal(trace!.Correct.Coarse, trace.Correct.Finished);
        Assert.Equal(RetrievalStop.Done, trace.Correct.StoppedBy);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Search_SettledTop_SavesWorkAndKeepsNearlyAllResults(bool learnedByThePack)
    {
        using var setup = new Setup(o => (o.WriteBack, o.RecentlyRefined) = (WriteBackMode.None, 1));
        setup.Encoder = new FakeEncoder { Movement = learnedByThePack ? e => FakeEncoder.MeasureMovement(e) : null };
        setup.Reopen();
        var notes = await FillAsync(setup);
        if (!learnedByThePack)
        {
            for (var i = 0; i < 20; i++)
            {
                await notes.SearchAsync(Text(i), 3, new ReminisceSearchOptions<Note> { Candidates = 50 }).ListAsync();
            }
        }

        int work = 0, all = 0, same = 0, stops = 0, pruned = 0;
        var before = setup.Encoder.Layers;
        var layers = 0;
        for (var i = 40; i < 80; i++)
        {
            RetrievalTrace? trace = null;
            var settle = new ReminisceSearchOptions<Note> { Candidates = Count, Budget = new() { BatchSize = 4, SettleConfidence = 0.99 }, Trace = t => trace = t };
            var results = await notes.SearchAsync(Text(i), 3, settle).ListAsync();
            same += results.Select(r => r.Record.Id).Intersect(Best(setup.Encoder, Text(i), 3)).Count();
            work += trace!.Correct.Finished;
            all += trace.Correct.Coarse;
            pruned += trace.Correct.Pruned;
            layers += trace.Correct.Layers;
            stops += trace.Correct.StoppedBy == RetrievalStop.Settled ? 1 : 0;
            Assert.Equal(trace.Correct.Coarse, trace.Correct.Finished + trace.Correct.Settled + trace.Correct.Pruned + trace.Correct.LeftCoarse + trace.Correct.WithoutActivation + trace.Correct.Shared);
        }

        Assert.True(work < 0.3 * all, $"finished {work} of {all}");
        Assert.True(same >= 0.99 * 120, $"kept {same} of 120 results");
        Assert.Equal(setup.Encoder.Layers - before, layers);
        Assert.True(pruned > 0, "nothing was stopped on the way");
        Assert.True(stops > 20, $"{stops} searches settled early");
    }

    [Fact]
    public async Task Search_AllInOneBatch_SettlesByWhatIsExpected()
    {
        using var setup = new Setup(o => (o.WriteBack, o.RecentlyRefined) = (WriteBackMode.None, 1));
        setup.Encoder = new FakeEncoder { Movement = e => FakeEncoder.MeasureMovement(e) };
        setup.Reopen();
        var notes = await FillAsync(setup);
        int all = 0, same = 0, settled = 0, pruned = 0;
        for (var i = 40; i < 80; i++)
        {
            var options = new ReminisceSearchOptions<Note>
            {
                Candidates = Count,
                Budget = new() { BatchSize = Count, SettleConfidence = 0.99 },
                Trace = t => (all, settled, pruned) = (all + t.Correct.Coarse, settled + t.Correct.Settled, pruned + t.Correct.Pruned),
            };
            var results = await notes.SearchAsync(Text(i), 3, options).ListAsync();
            same += results.Select(r => r.Record.Id).Intersect(Best(setup.Encoder, Text(i), 3)).Count();
        }

        Assert.True(same >= 0.98 * 120, $"kept {same} of 120 results");
        Assert.True(settled > 0.3 * all, $"settled {settled} of {all}");
        Assert.True(pruned > 0, "nothing was stopped on the way");
    }

    [Fact]
    public async Task Search_LeftCoarse_IsFlaggedAndCompetesWithItsExpectedScore()
    {
        using var setup = new Setup(o => o.WriteBack = WriteBackMode.None);
        var movement = new ScoreMovement(0.5, 0.25, 0.1);
        setup.Encoder = new FakeEncoder { Movement = _ => movement };
        setup.Reopen();
        var notes = await FillAsync(setup);
        setup.Activations.Entries.Clear();
        RetrievalTrace? trace = null;
        var results = await notes.SearchAsync("tea 3", 60, new ReminisceSearchOptions<Note> { Candidates = 20, Trace = t => trace = t }).ListAsync();

        Assert.Equal(results.Select(r => r.Score), trace!.Results.Select(r => (double?)r.Score));
        Assert.Equal(20, trace.Results.Count(r => r.State == RefinementState.NotResumable));
        Assert.Equal(trace.Correct.LeftCoarse, trace.Results.Count(r => r.State == RefinementState.Coarse));
        Assert.All(trace.Results.Where(r => r.State != RefinementState.Full), r => Assert.Equal(movement.Expect(r.CoarseScore), r.Score, 9));
        Assert.All(trace.Results.Where(r => r.State == RefinementState.Full), r => Assert.Equal(r.CoarseScore, r.Score, 9));
    }

    [Fact]
    public async Task Search_Trace_CountsLayersAndBytes()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        var bytes = setup.Activations.Entries.Values.Sum(a => (long)a.Data.Length);
        RetrievalTrace? trace = null;
        await notes.SearchAsync("tea 3", 3, new ReminisceSearchOptions<Note> { Candidates = Count, Trace = t => trace = t }).ListAsync();
        Assert.Equal(bytes - 0, trace!.Correct.ActivationBytes + setup.Activations.Entries.Values.Sum(a => (long)a.Data.Length));
        Assert.Equal(3 * trace.Correct.Finished, trace.Correct.Layers);
        Assert.Equal(0.25, trace.Verify.MeanDepth, 12);
    }
}
