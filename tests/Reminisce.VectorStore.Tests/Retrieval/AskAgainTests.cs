using CsCheck;
using Reminisce.VectorData.Tests.Fakes;

namespace Reminisce.VectorData.Tests.Retrieval;

/// <summary>A query asked again does no encoder work on items, whatever was asked between.</summary>
public class AskAgainTests
{
    private const int Count = 80;

    private static readonly Gen<Question> s_question = Gen.Select(
        Gen.Int[0, 5], Gen.Int[1, 30], Gen.Int[1, 12], Gen.Int[0, 3], Gen.Bool, (text, candidates, top, year, settles) => new Question(text, candidates, top, year, settles));

    private static string Text(int id) => $"{(id % 3 == 0 ? "tea" : id % 3 == 1 ? "rain" : "bus")} {id}";

    private static async Task<ReminisceCollection<int, Note>> FillAsync(Setup setup)
    {
        var notes = await setup.CreateNotesAsync();
        await notes.UpsertAsync(Enumerable.Range(0, Count).Select(i => new Note { Id = i, Content = Text(i), Year = i % 3 }));
        return notes;
    }

    [SkippableTheory]
    [InlineData(InnerKind.Reference, WriteBackMode.Inline, 40)]
    [InlineData(InnerKind.Reference, WriteBackMode.None, 12)]
    [InlineData(InnerKind.Usearch, WriteBackMode.Inline, 6)]
    [InlineData(InnerKind.Postgres, WriteBackMode.Inline, 1)]
    internal void Search_Again_FinishesNothing(InnerKind inner, WriteBackMode writeBack, int iterations) => s_question.Array[1, 12].Sample(
        questions =>
        {
            using var setup = new Setup(o => o.WriteBack = writeBack, inner);
            setup.Encoder = new FakeEncoder { Movement = e => s_movements[e] };
            setup.Reopen();
            RunAsync(setup, questions).GetAwaiter().GetResult();
        },
        iter: iterations,
        threads: 1);

    private static readonly Dictionary<ExitLayer, ScoreMovement> s_movements =
        new FakeEncoder().Exits.Where(e => !e.IsFull).ToDictionary(e => e, FakeEncoder.MeasureMovement);

    private static async Task RunAsync(Setup setup, Question[] questions)
    {
        var notes = await FillAsync(setup);
        foreach (var question in questions)
        {
            await AskAsync(notes, question);
        }

        var (resumed, layers) = (setup.Encoder.Resumed, setup.Encoder.Layers);
        foreach (var question in questions)
        {
            var (_, trace) = await AskAsync(notes, question);
            Assert.Equal(0, trace.Correct.Finished + trace.Correct.Pruned);
        }

        Assert.Equal((resumed, layers), (setup.Encoder.Resumed, setup.Encoder.Layers));
    }

    [Fact]
    public async Task Search_AgainWhereAnExitGaveCandidatesAlone_FinishesNoneOfThoseBelow()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        for (var text = Count; text < 3 * Count; text++)
        {
            var question = new Question(text, 1, 1, 3, false);
            await AskAsync(notes, question);
            var (_, trace) = await AskAsync(notes, question);
            Assert.Equal(0, trace.Correct.Finished);
        }
    }

    [Fact]
    public async Task Search_Again_GivesTheSameResults()
    {
        for (var text = 0; text < 20; text++)
        {
            using var setup = new Setup();
            var notes = await FillAsync(setup);
            var question = new Question(text, 20, 10, 3, false);
            var (first, _) = await AskAsync(notes, question);
            var (second, _) = await AskAsync(notes, question);
            Assert.Equal(first, second);
        }
    }

    [Fact]
    public async Task Search_FewerCandidatesThanResults_FinishesNoneOfTheRest()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        var question = new Question(3, 5, 40, 3, false);
        await AskAsync(notes, question);
        var (again, trace) = await AskAsync(notes, question);
        Assert.Equal(5, setup.Encoder.Resumed);
        Assert.Equal(40, again.Count);
        Assert.Equal(35, trace.Correct.LeftCoarse);
    }

    [Fact]
    public async Task Search_NewItems_TakeTheirTurn()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        var question = new Question(3, 10, 5, 3, false);
        await AskAsync(notes, question);
        await notes.UpsertAsync([new Note { Id = 500, Content = "tea 3" }, new Note { Id = 501, Content = "volcano" }]);
        var (results, trace) = await AskAsync(notes, question);
        Assert.Contains(500, results);
        Assert.Equal(1, trace.Correct.Finished);
    }

    [Theory]
    [InlineData("delete")]
    [InlineData("replace")]
    [InlineData("update")]
    public async Task Search_CandidateGone_GivesItsPlaceToAnother(string how)
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        var question = new Question(0, 10, 5, 0, false);
        var (first, _) = await AskAsync(notes, question);
        await (how switch
        {
            "delete" => notes.DeleteAsync(first[0]),
            "replace" => notes.UpsertAsync(new Note { Id = first[0], Content = "volcano", Year = 0 }),
            _ => (Task)notes.UpdateDataAsync([new Note { Id = first[0], Year = 77 }]),
        });
        var (second, trace) = await AskAsync(notes, question);
        Assert.DoesNotContain(first[0], second);
        Assert.True(trace.Correct.Finished > 0, "nothing took the free place");
    }

    [Fact]
    public async Task Search_OtherFilterValueInTheSameExpression_IsAnotherQuestion()
    {
        using var setup = new Setup(o => (o.Policy, o.FixedLayer) = (ExitPolicy.Fixed, 1));
        var notes = await FillAsync(setup);
        await AskAsync(notes, new Question(0, 10, 5, 0, false));
        var (_, trace) = await AskAsync(notes, new Question(0, 10, 5, 1, false));
        Assert.Equal(10, trace.Correct.Finished);
    }

    private static async Task<(List<int> Results, RetrievalTrace Trace)> AskAsync(ReminisceCollection<int, Note> notes, Question question)
    {
        RetrievalTrace? trace = null;
        var year = question.Year;
        var options = new ReminisceSearchOptions<Note>
        {
            Candidates = question.Candidates,
            Filter = year == 3 ? null : n => n.Year == year,
            Budget = new() { BatchSize = 4, SettleConfidence = question.Settles ? 0.9 : null },
            Trace = t => trace = t,
        };
        var results = await notes.SearchAsync(Text(question.Text), question.Top, options).ListAsync();
        return (results.ConvertAll(r => r.Record.Id), trace!);
    }

    private sealed record Question(int Text, int Candidates, int Top, int Year, bool Settles);
}
