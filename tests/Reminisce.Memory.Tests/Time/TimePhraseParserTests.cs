using System.Diagnostics.CodeAnalysis;
using CsCheck;
using Microsoft.Extensions.Time.Testing;

namespace Reminisce.Memory.Tests.Time;

public sealed class TimePhraseParserTests
{
    [SuppressMessage("Design", "CA1024:Use properties where appropriate", Justification = "xunit member data may be a method.")]
    public static TheoryData<int, string> GetCases()
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < PhraseCase.All.Count; i++)
        {
            data.Add(i, PhraseCase.All[i].Text);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(GetCases))]
    public void Parse_PhraseOfTheTable_GivesItsWindow(int index, string text)
    {
        var phrase = PhraseCase.All[index];
        var found = ParserFor(phrase).Parse(text);
        Assert.Equal(phrase.Window, found?.Window);
        Assert.Equal(phrase.Alternatives, found?.Alternatives ?? []);
    }

    [Fact]
    public void Table_HasAtLeast300Phrases() => Assert.True(PhraseCase.All.Count >= 300, $"{PhraseCase.All.Count}");

    [Theory]
    [InlineData("what did I see last week", "last week", "what did I see")]
    [InlineData("What did I see last week?", "last week", "What did I see?")]
    [InlineData("Last week, what did I see?", "Last week", "what did I see?")]
    [InlineData("last week's notes about tea", "last week's", "notes about tea")]
    [InlineData("photos in March of the sea", "in March", "photos of the sea")]
    [InlineData("receipt between 3 and 7 November from the bakery", "between 3 and 7 November", "receipt from the bakery")]
    [InlineData("我上周看到了什么", "上周", "我 看到了什么")]
    public void Parse_PhraseInAQuestion_CutsItOut(string text, string phrase, string remaining)
    {
        var found = ParserFor(PhraseCase.All[0]).Parse(text);
        Assert.NotNull(found);
        Assert.Equal(phrase, found.Phrase);
        Assert.Equal(remaining, found.RemainingText);
    }

    [Fact]
    public void Parse_RandomMixOfItsOwnWords_NeverThrowsAndGivesOrderedWindows()
    {
        var words = PhraseCase.All.SelectMany(c => c.Text.Split(' '))
            .Concat(["0", "999999", "99999999999", "31", "30", "February", "-", "/", ".", ",", "'s", "the", "2199", "1900", "years", "ago", "before", "last"])
            .Distinct().ToArray();
        var parser = ParserFor(PhraseCase.All[0]);
        Gen.Int[0, words.Length - 1].Select(i => words[i]).Array[1, 9].Sample(
            mix =>
            {
                var text = string.Join(' ', mix);
                var found = parser.Parse(text);
                return found is null || (found.Window.Start < found.Window.End && text.Contains(found.Phrase, StringComparison.Ordinal));
            },
            iter: 1500,
            seed: "0000R7wXYnY4");
    }

    [Fact]
    public void Parse_AnyText_NeverThrows()
    {
        var parser = ParserFor(PhraseCase.All[0]);
        Gen.String.Sample(text => parser.Parse(text) is null or { Phrase.Length: > 0 }, iter: 1000, seed: "0000R7wXYnY4");
    }

    [Theory]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public void Parse_AtTheEndsOfTheCalendar_NeverThrows(string now)
    {
        var clock = new FakeTimeProvider(DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture));
        var parser = new TimePhraseParser(clock, TimeZoneInfo.Utc);
        foreach (var phrase in PhraseCase.All)
        {
            var found = parser.Parse(phrase.Text);
            Assert.True(found is null || found.Window.Start <= found.Window.End, phrase.Text);
        }
    }

    [Fact]
    public void Parse_EnormousText_ReadsItsBeginningOnly()
    {
        var found = ParserFor(PhraseCase.All[0]).Parse("yesterday " + string.Concat(Enumerable.Repeat("since between from 3 ", 100_000)));
        Assert.Equal("yesterday", found?.Phrase);
    }

    private static TimePhraseParser ParserFor(PhraseCase phrase)
    {
        var zone = phrase.TimeZone;
        var clock = new FakeTimeProvider(new DateTimeOffset(phrase.Now, zone.GetUtcOffset(phrase.Now)));
        return new TimePhraseParser(clock, zone, phrase.WeekStart);
    }
}
