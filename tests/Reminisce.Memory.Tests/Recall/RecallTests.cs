using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Recall;

public sealed class RecallTests
{
    private readonly TestMemory _test = new();

    [Fact]
    public async Task RecallAsync_LastWeek_GivesItsMemoriesInTimeOrderOnly()
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "what did I see last week" });
        Assert.Equal(["Receipt of the bakery", "Visited the museum", ""], result.Memories.Select(m => m.Item.Text));
        Assert.Equal("last week", result.Time?.Phrase);
        Assert.All(result.Memories, m => Assert.Contains("in last week", m.Why, StringComparison.Ordinal));
        Assert.Null(result.Hint);
    }

    [Fact]
    public async Task RecallAsync_WordsAndTime_FindsWithinTheWindow()
    {
        await AddLifeAsync();
        Assert.Equal(["Receipt of the bakery"], await _test.RecallTextsAsync("the receipt from last week"));
        Assert.Equal(["Receipt of the garage"], await _test.RecallTextsAsync("receipt in October"));
        Assert.Equal(["Receipt of the bakery", "Receipt of the garage"], await _test.RecallTextsAsync("receipt"));
    }

    [Theory]
    [InlineData("elephant")]
    [InlineData("elephant in the museum")]
    [InlineData("the dentist last week")]
    [InlineData("museum in 2019")]
    [InlineData("photo of a helicopter")]
    public async Task RecallAsync_SomethingAbsent_FindsNothingAndGivesAHint(string query)
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = query });
        Assert.True(result.IsEmpty);
        Assert.StartsWith("Nothing found for", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_OneWordKnownOneNot_HintNamesTheKnownWord()
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "elephant in the museum" });
        Assert.Contains("\"museum\" exist", result.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("what did I see?")]
    [InlineData("???")]
    public async Task RecallAsync_NothingAsked_SaysWhatToName(string query)
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = query });
        Assert.True(result.IsEmpty);
        Assert.Contains("name a thing", result.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_PictureWithoutWords_IsFoundByMeaning()
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "a brown dog" });
        Assert.Equal(Modality.Picture, Assert.Single(result.Memories).Item.Modality);
        Assert.Contains("meaning", result.Memories[0].Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RecallAsync_PhotosOfLastWeek_GivesPicturesOnly()
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "which photos did I take last week" });
        Assert.All(result.Memories, m => Assert.Equal(Modality.Picture, m.Item.Modality));
        Assert.Single(result.Memories);
    }

    [Fact]
    public async Task RecallAsync_ByExample_FindsTheLikePicture()
    {
        await AddLifeAsync();
        var result = await _test.Memory.RecallAsync(new RecallRequest { Media = "brown dog running"u8.ToArray(), MediaType = "image/png" });
        Assert.Equal(Modality.Picture, Assert.Single(result.Memories).Item.Modality);
    }

    [Fact]
    public async Task RecallAsync_Cues_RaiseTheRankAndExcludeNothing()
    {
        var plain = await _test.AddAsync("lunch pasta", "2026-11-12T12:00");
        var input = TestMemory.Note("lunch soup", "2026-11-01T12:00");
        input.Cues = new MemoryCues { Place = "Canteen", People = ["Ben"] };
        var cued = await _test.AddAsync(input);
        var request = new RecallRequest { Query = "lunch", Cues = new MemoryCues { Place = "canteen", People = ["ben"] } };
        var result = await _test.Memory.RecallAsync(request);
        Assert.Equal([cued, plain], result.Memories.Select(m => m.Item.Id));
        Assert.Contains("cues: place Canteen, with ben", result.Memories[0].Why, StringComparison.Ordinal);
        request.Cues = null;
        Assert.Equal([plain, cued], (await _test.Memory.RecallAsync(request)).Memories.Select(m => m.Item.Id));
    }

    [Fact]
    public async Task RecallAsync_OtherScopeTrustAndSuppressed_AreNeverFound()
    {
        await _test.AddAsync(TestMemory.Note("secret plan", "2026-11-12T12:00", new MemoryScope(User: "eve")));
        await _test.AddAsync(TestMemory.Note("web plan", "2026-11-12T12:00", trust: TrustTier.Web));
        var suppressed = await _test.AddAsync("old plan", "2026-11-12T12:00");
        Assert.True(await _test.Memory.SuppressAsync(suppressed));
        Assert.Equal(["web plan"], await _test.RecallTextsAsync("plan"));
        var trusted = await _test.Memory.RecallAsync(new RecallRequest { Query = "plan", LeastTrusted = TrustTier.ThirdParty });
        Assert.True(trusted.IsEmpty);
        Assert.True(await _test.Memory.SuppressAsync(suppressed, suppressed: false));
        Assert.Equal(2, (await _test.RecallTextsAsync("plan")).Count);
    }

    [Fact]
    public async Task RecallAsync_SameContentOnTwoDays_IsShownOnce()
    {
        await _test.AddAsync("daily standup", "2026-11-11T09:00");
        await _test.AddAsync("daily standup", "2026-11-12T09:00");
        Assert.Equal(["daily standup"], await _test.RecallTextsAsync("standup"));
    }

    [Fact]
    public async Task RecallAsync_WindowOfTheRequest_OverridesThePhrase()
    {
        await AddLifeAsync();
        var window = new TimeWindow(TestMemory.At("2026-10-01"), TestMemory.At("2026-11-01"));
        var result = await _test.Memory.RecallAsync(new RecallRequest { Query = "receipt last week", Window = window });
        Assert.Equal("Receipt of the garage", Assert.Single(result.Memories).Item.Text);
    }

    [Fact]
    public async Task TimelineAsync_Window_GivesOldestFirstUpToTop()
    {
        await AddLifeAsync();
        var items = await _test.Memory.TimelineAsync(new TimeWindow(TestMemory.At("2026-10-01"), TestMemory.At("2026-12-01")), top: 2);
        Assert.Equal(["Receipt of the garage", "Receipt of the bakery"], items.Select(i => i.Text));
    }

    private async Task AddLifeAsync()
    {
        await _test.AddAsync("Receipt of the garage", "2026-10-05T10:00");
        await _test.AddAsync("Receipt of the bakery", "2026-11-09T00:00");
        await _test.AddAsync("Visited the museum", "2026-11-11T14:00");
        await _test.AddAsync(TestMemory.Picture("a brown dog running", "2026-11-15T23:59"));
        await _test.AddAsync("Planned the week", "2026-11-16T00:00");
    }
}
