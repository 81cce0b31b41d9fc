using Reminisce.VectorData.Tests.Fakes;
using Reminisce.VectorData.Tests.Reference;

namespace Reminisce.VectorData.Tests.Retrieval;

public class VerifyStepTests
{
    private static string Text(int id) => $"{(id % 2 == 0 ? "tea" : "rain")} {id}";

    [Fact]
    public async Task Search_RankFusion_InterleavesTheExitsByRank()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 40).Select(i => new Note { Id = i, Content = Text(i) }));
        var options = new ReminisceSearchOptions<Note> { Candidates = 0, Merge = RetrievalMerge.RankFusion };
        var results = await notes.SearchAsync("tea 4", 12, options).ListAsync();

        var ranks = Enumerable.Range(0, 40).GroupBy(i => setup.Encoder.Predicted("text", Text(i)))
            .SelectMany(g => g.OrderByDescending(i => setup.Encoder.Score("tea 4", Text(i), g.Key)).Select((id, rank) => (id, rank)))
            .ToDictionary(p => p.id, p => p.rank + 1);
        Assert.Equal(ranks.Values.Order().Take(12), results.Select(r => ranks[r.Record.Id]));
        Assert.All(results, r => Assert.Equal(1.0 / (60 + ranks[r.Record.Id]), r.Score!.Value, 12));
    }

    [Fact]
    public async Task Search_RankFusionAllFinished_RanksLikeTheFullModel()
    {
        using var setup = new Setup();
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, 40).Select(i => new Note { Id = i, Content = Text(i) }));
        var options = new ReminisceSearchOptions<Note> { Candidates = 40, Merge = RetrievalMerge.RankFusion, Budget = new() { SettleConfidence = 0.9 } };
        var results = await notes.SearchAsync("tea 4", 40, options).ListAsync();
        var expected = Enumerable.Range(0, 40).OrderByDescending(i => setup.Encoder.Score("tea 4", Text(i), setup.Encoder.Full("text")));
        Assert.Equal(expected, results.Select(r => r.Record.Id));
    }
}
