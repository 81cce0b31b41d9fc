using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Reminisce.Memory.Tests.Fakes;

namespace Reminisce.Memory.Tests.Time;

/// <summary>Week start and order of dates by culture, and further languages from files.</summary>
public sealed class TimeCultureTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new(TestMemory.At("2026-11-18T15:30"));
    private readonly string _folder = Directory.CreateTempSubdirectory("reminisce-time-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("en-US", "2026-11-08", "2026-03-11")]
    [InlineData("en-GB", "2026-11-09", "2026-11-03")]
    [InlineData("de-DE", "2026-11-09", "2026-03-11")]
    [InlineData("ar-EG", "2026-11-07", "2026-03-11")]
    public void Parse_ByCulture_BeginsWeeksAndReadsDatesAsThere(string culture, string lastWeek, string date)
    {
        var parser = new TimePhraseParser(_clock, TimeZoneInfo.Utc, CultureInfo.GetCultureInfo(culture));
        Assert.Equal(Utc(lastWeek), parser.Parse("last week")!.Window.Start);
        var ambiguous = parser.Parse("on 3/11/2026")!;
        Assert.Equal(Utc(date), ambiguous.Window.Start);
        Assert.Equal(Utc(date == "2026-03-11" ? "2026-11-03" : "2026-03-11"), Assert.Single(ambiguous.Alternatives).Start);
    }

    [Fact]
    public void Options_UnknownCultureOrDay_SaysWhatToSet()
    {
        var unknown = Assert.Throws<ArgumentException>(() => Memory(o => o.Culture = "klingon"));
        Assert.Contains("'klingon' is unknown; give a name such as en-GB", unknown.Message, StringComparison.Ordinal);
        using var provider = new ServiceCollection().AddReminisce(o => (o.StorePath, o.Culture) = (_folder, "klingon")).BuildServiceProvider();
        Assert.Contains("Culture is unknown", Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IMemory>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Memory(o => o.WeekStart = (DayOfWeek)9));
    }

    [Fact]
    public async Task Options_CultureAndWeekStart_ReachTheMemory()
    {
        await using var memory = Memory(o => (o.Culture, o.WeekStart) = ("en-US", DayOfWeek.Wednesday));
        var time = (await memory.RecallAsync(new RecallRequest { Query = "tea last week" })).Time!;
        Assert.Equal(Utc("2026-11-11"), time.Window.Start);
    }

    [Fact]
    public async Task Options_FurtherLanguage_IsUnderstoodFromItsFile()
    {
        var path = Path.Combine(_folder, "fr.json");
        await File.WriteAllTextAsync(path, """
            {
              "culture": "fr", "monthFirst": false,
              "slots": { "period": { "semaine": "week", "mois": "month" }, "month": { "janvier": "1", "mars": "3" }, "part": { "matin": "5-12" } },
              "phrases": { "day:-1": ["hier {part?}"], "period:-1": ["la? {period} dernière|passée"], "month:on": ["en {month}"] },
              "nested": {}, "notTime": [], "suffixes": []
            }
            """);
        await using var memory = Memory(o => o.TimePacks.Add(path));
        var time = (await memory.RecallAsync(new RecallRequest { Query = "qu'est-ce que j'ai vu la semaine dernière" })).Time!;
        Assert.Equal(("la semaine dernière", Utc("2026-11-09")), (time.Phrase, time.Window.Start));
        Assert.Equal(Utc("2026-11-17"), (await memory.RecallAsync(new RecallRequest { Query = "yesterday" })).Time!.Window.Start);
    }

    [Fact]
    public async Task Options_FileThatIsNoLanguage_SaysWhatIsExpected()
    {
        var path = Path.Combine(_folder, "bad.json");
        await File.WriteAllTextAsync(path, """{ "culture": "xx" }""");
        Assert.Contains("Expected culture, monthFirst", Assert.Throws<InvalidDataException>(() => Memory(o => o.TimePacks.Add(path))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Memory(o => o.TimePacks.Add(path + "x")));
    }

    private ReminisceMemory Memory(Action<MemoryOptions> configure)
    {
        var options = new MemoryOptions { TimeZone = TimeZoneInfo.Utc };
        configure(options);
        return new ReminisceMemory(new InMemoryIndex(), options, _clock);
    }

    private static DateTimeOffset Utc(string day) => new(DateTime.Parse(day, CultureInfo.InvariantCulture), TimeSpan.Zero);
}
