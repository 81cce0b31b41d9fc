using ChatWithMemory.LifeLog;
using Reminisce.Memory;

namespace ChatWithMemory.Tests.LifeLog;

public sealed class BundledLifeLogTests
{
    private static readonly DateOnly s_today = new(2026, 3, 18);
    private static readonly TimeZoneInfo s_berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Fact]
    public void Entries_AreEnoughAndSpreadOverThreeMonths()
    {
        var entries = BundledLifeLog.BesideTheApp.ReadEntries();

        Assert.True(entries.Count(entry => entry.Picture is null) >= 90);
        Assert.True(entries.Count(entry => entry.Picture is not null) >= 34);
        Assert.All(entries, entry => Assert.InRange(entry.DaysAgo, 1, 90));
        Assert.Equal(13, entries.Select(entry => entry.DaysAgo / 7).Distinct().Count());
        Assert.Equal(4, entries.Select(entry => entry.Trust).Distinct().Count());
    }

    [Fact]
    public void Entries_EveryWeekdayAsToday_LastWeekHasContent()
    {
        var days = BundledLifeLog.BesideTheApp.ReadEntries().Select(entry => entry.DaysAgo).ToHashSet();

        for (var sinceMonday = 0; sinceMonday < 7; sinceMonday++)
        {
            Assert.True(Enumerable.Range(sinceMonday + 1, 7).Count(days.Contains) >= 6, $"{sinceMonday} days after Monday");
        }
    }

    [Fact]
    public void Inputs_SameDay_AreTheSame()
    {
        var first = BundledLifeLog.BesideTheApp.ReadInputs(s_today, s_berlin);
        var second = BundledLifeLog.BesideTheApp.ReadInputs(s_today, s_berlin);

        Assert.Equal(first.Select(Key), second.Select(Key));
        Assert.Equal(first.Count, first.Select(Key).Distinct().Count());
    }

    [Fact]
    public void Inputs_LocalTimeOfDay_HoldsAcrossTheChangeOfClocks()
    {
        var inputs = BundledLifeLog.BesideTheApp.ReadInputs(new DateOnly(2026, 4, 10), s_berlin);

        Assert.Contains(inputs, input => input.OccurredAt!.Value.Offset == TimeSpan.FromHours(1));
        Assert.Contains(inputs, input => input.OccurredAt!.Value.Offset == TimeSpan.FromHours(2));
        var tooth = inputs.Single(input => input.Text!.Contains("first tooth", StringComparison.Ordinal));
        Assert.Equal(new DateTimeOffset(2026, 4, 9, 7, 40, 0, TimeSpan.FromHours(2)), tooth.OccurredAt);
    }

    [Fact]
    public void Pictures_AreThereAndNotFat()
    {
        var pictures = BundledLifeLog.BesideTheApp.ReadInputs(s_today, s_berlin).Where(input => input.MediaType is not null).ToList();

        Assert.All(pictures, picture => Assert.InRange(picture.Media.Length, 4_000, 40_000));
        Assert.True(pictures.Sum(picture => picture.Media.Length) < 2_000_000);
    }

    private static (DateTimeOffset?, string?, string?) Key(MemoryInput input) => (input.OccurredAt, input.Text, input.MediaReference);
}
