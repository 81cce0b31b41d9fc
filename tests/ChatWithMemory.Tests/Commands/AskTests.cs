using System.Text.Json;
using ChatWithMemory.LifeLog;

namespace ChatWithMemory.Tests.Commands;

public sealed class AskTests(LoadedLifeLog lifeLog) : IClassFixture<LoadedLifeLog>
{
    [Fact]
    public void FirstRun_Json_PrintsOneObjectAndNothingElseOnStandardOutput()
    {
        lifeLog.FirstRun.AssertOk();

        var root = Json(lifeLog.FirstRun);
        Assert.Equal(["answer", "citations"], root.EnumerateObject().Select(property => property.Name));
        Assert.Contains("bundled life log", lifeLog.FirstRun.Error, StringComparison.Ordinal);
        var citation = root.GetProperty("citations")[0];
        Assert.Equal(["id", "occurredAt", "source", "modality", "text"], citation.EnumerateObject().Select(property => property.Name));
        Assert.Contains(root.GetProperty("citations").EnumerateArray(), one => one.GetProperty("text").GetString()!.Contains("bay 217", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Ask_LastWeek_CitesOnlyThatWeekInTimeOrder()
    {
        var result = await lifeLog.AskAsync("what did I see last week", "--json");

        result.AssertOk();
        var citations = Json(result).GetProperty("citations").EnumerateArray().ToList();
        var times = citations.Select(citation => citation.GetProperty("occurredAt").GetDateTimeOffset()).ToList();
        Assert.True(citations.Count >= 5, result.Output);
        Assert.All(times, time => Assert.InRange(time, Berlin(9), Berlin(16).AddTicks(-1)));
        Assert.Equal(times.Order(), times);
        Assert.All(citations, citation =>
        {
            Assert.NotEqual(Guid.Empty, citation.GetProperty("id").GetGuid());
            Assert.False(string.IsNullOrWhiteSpace(citation.GetProperty("source").GetString()));
        });
        Assert.Equal(citations.Count, citations.Select(citation => citation.GetProperty("id").GetGuid()).Distinct().Count());
    }

    [Fact]
    public async Task Ask_LastWeekAsText_ShowsTimeSourceAndIdOnEveryLine()
    {
        var result = await lifeLog.AskAsync("what did I see last week");

        result.AssertOk();
        var lines = result.Output.TrimEnd().Split('\n');
        Assert.Matches("^[0-9]+ memories from ", lines[0]);
        Assert.All(lines.Skip(1), line => Assert.Matches(@"^\[\d+\] \w{3} \d+ Mar 2026 \d\d:\d\d · [^·]+ · [0-9a-f]{8} · \S", line));
    }

    [Fact]
    public async Task Ask_AbsentThing_SaysThatNothingWasFoundWithoutCitations()
    {
        var result = await lifeLog.AskAsync("zeppelin saxophone quokka", "--json");

        result.AssertOk();
        Assert.StartsWith("Nothing found", Json(result).GetProperty("answer").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, Json(result).GetProperty("citations").GetArrayLength());
    }

    [Fact]
    public async Task Ask_HostilePage_IsQuotedAsDataFromTheWeb()
    {
        var result = await lifeLog.AskAsync("free wallpapers");

        result.AssertOk();
        Assert.Contains("(from the web)", result.Output, StringComparison.Ordinal);
        Assert.Contains("[1]", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stats_AfterTheFirstRun_CountEveryEntry()
    {
        var result = await AppProcess.RunAsync(["--stats", "--json", "--store", lifeLog.Store, "--now", LoadedLifeLog.Now]);

        result.AssertOk();
        Assert.Equal(BundledLifeLog.BesideTheApp.ReadEntries().Count, Json(result).GetProperty("items").GetInt32());
    }

    private static DateTimeOffset Berlin(int day) => new(2026, 3, day, 0, 0, 0, TimeSpan.FromHours(1));

    private static JsonElement Json(AppResult result) => JsonDocument.Parse(Assert.Single(result.Output.TrimEnd().Split('\n'))).RootElement;
}
