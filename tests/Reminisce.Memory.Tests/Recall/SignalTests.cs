using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Recall;

/// <summary>The signals beside plain words and meaning, each with its reason.</summary>
public sealed class SignalTests
{
    private readonly TestMemory _test = new();

    [Theory]
    [InlineData("dentist appointment")]
    [InlineData("when is my appointment with the dentist")]
    [InlineData("the date of the dentist")]
    public async Task RecallAsync_OccasionThatNoMemoryNames_IsFoundByWhatItIsAbout(string query)
    {
        await _test.AddAsync("Dentist on Thursday at three", "2026-11-12T10:00");
        Assert.Equal(["Dentist on Thursday at three"], await _test.RecallTextsAsync(query));
    }

    [Theory]
    [InlineData("what did I buy for the kitchen", "Bought a lamp for the kitchen")]
    [InlineData("who taught the pottery class", "Vera teaches the pottery class")]
    [InlineData("meeting the plumber", "Met the plumber")]
    public async Task RecallAsync_IrregularForm_IsFound(string query, string text)
    {
        await _test.AddAsync(text, "2026-11-12T10:00");
        await _test.AddAsync("Watered the plants", "2026-11-12T11:00");
        Assert.Equal([text], await _test.RecallTextsAsync(query));
    }

    [Fact]
    public async Task RecallAsync_PersonNamedInTheQuestion_RaisesWhatTheySaid()
    {
        await SayAsync("Ben", "I adore hiking in the Alps", "2026-11-12T10:00");
        await SayAsync("Anna", "Hiking is my hobby", "2026-11-10T10:00");
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "what does Anna say about hiking" });
        Assert.Equal("Hiking is my hobby", result.Memories[0].Item.Text);
        Assert.Contains("with Anna", result.Memories[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_AnswerBesideItsQuestion_IsFoundWithTheReason()
    {
        await SayAsync("Anna", "Where did you buy the blue bicycle?", "2026-11-12T10:00");
        await SayAsync("Ben", "At the flea market, for forty euros.", "2026-11-12T10:01");
        await SayAsync("Ben", "Nothing new today.", "2026-11-12T12:00");
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "blue bicycle" });
        Assert.Equal(["Where did you buy the blue bicycle?", "At the flea market, for forty euros."], result.Memories.Select(m => m.Item.Text));
        Assert.Contains("beside a memory of the same episode with \"blue\", \"bicycle\"", result.Memories[1].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_OtherSourceScopeOrWindowBesideAnAnswer_IsNoNeighbour()
    {
        await SayAsync("Anna", "The blue bicycle broke", "2026-11-12T10:00");
        await _test.AddAsync("Charged the battery", "2026-11-12T10:01");
        var other = TestMemory.Note("Cancelled a subscription", "2026-11-12T10:01", new MemoryScope(User: "eve"));
        other.Source = "chat";
        await _test.AddAsync(other);
        await SayAsync("Ben", "Too late for that", "2026-11-13T00:01");
        Assert.Equal(["The blue bicycle broke"], await _test.RecallTextsAsync("blue bicycle"));
        Assert.Equal(["The blue bicycle broke"], await _test.RecallTextsAsync("blue bicycle on 12 November"));
    }

    [Fact]
    public async Task RecallAsync_TextThatSpeaksOfTheWindow_IsFoundThoughWrittenLater()
    {
        await _test.AddAsync("Yesterday we went to the aquarium", "2026-11-02T09:00");
        await _test.AddAsync("The aquarium sent its newsletter", "2026-11-05T09:00");
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "aquarium on 1 November" });
        var found = Assert.Single(result.Memories);
        Assert.Equal("Yesterday we went to the aquarium", found.Item.Text);
        Assert.Contains("speaks of \"on 1 November\"", found.Why, StringComparison.Ordinal);
        Assert.Empty((await _test.Memory.RecallAsync(new RecallRequest { Query = "what happened on 1 November" })).Memories);
    }

    [Fact]
    public async Task RecallAsync_IgnoreTime_TakesThePhraseAsWords()
    {
        await _test.AddAsync("Novel: The Last Week", "2026-10-01T10:00");
        Assert.Empty(await _test.RecallTextsAsync("novel the last week"));
        var found = await _test.Memory.RecallAsync(new RecallRequest { Query = "novel the last week", IgnoreTime = true });
        Assert.Single(found.Memories);
        Assert.Null(found.Time);
    }

    [Fact]
    public async Task RecallAsync_TwoOfFourWords_AnswerAndOneDoesNot()
    {
        await _test.AddAsync("The race raised money for shelters", "2026-11-12T10:00");
        await _test.AddAsync("Counted the money", "2026-11-14T10:00");
        Assert.Equal("The race raised money for shelters", (await _test.RecallTextsAsync("charity race money marathon"))[0]);
        Assert.Empty(await _test.RecallTextsAsync("money lottery jackpot ticket"));
    }

    private Task<Guid> SayAsync(string speaker, string text, string at)
    {
        var input = TestMemory.Note(text, at);
        input.Source = "chat";
        input.Cues = new MemoryCues { People = [speaker] };
        return _test.AddAsync(input);
    }
}
