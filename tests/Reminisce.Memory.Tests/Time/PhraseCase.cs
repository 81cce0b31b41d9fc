using System.Globalization;

namespace Reminisce.Memory.Tests.Time;

/// <summary>One line of the table of phrases.</summary>
public sealed record PhraseCase(string Text, DateTime Now, string Zone, DayOfWeek WeekStart, string Expected)
{
    public static IReadOnlyList<PhraseCase> All { get; } = Read(Path.Combine(AppContext.BaseDirectory, "Time", "phrases.txt"));

    public TimeZoneInfo TimeZone => TimeZoneInfo.FindSystemTimeZoneById(Zone);

    public TimeWindow? Window => Expected == "-" ? null : Parse(Expected.Split('|')[0]);

    public IReadOnlyList<TimeWindow> Alternatives => [.. Expected.Split('|').Skip(1).Select(Parse)];

    private TimeWindow Parse(string text)
    {
        var ends = text.Split("..", StringSplitOptions.TrimEntries);
        return new TimeWindow(Instant(ends[0]), Instant(ends[1]));
    }

    private DateTimeOffset Instant(string text)
    {
        if (text == "min")
        {
            return DateTimeOffset.MinValue;
        }

        if (text.Length > 20)
        {
            return DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        }

        var local = DateTime.Parse(text, CultureInfo.InvariantCulture);
        return new DateTimeOffset(local, TimeZone.GetUtcOffset(local));
    }

    private static List<PhraseCase> Read(string path)
    {
        var cases = new List<PhraseCase>();
        string[] header = [];
        foreach (var line in File.ReadLines(path).Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            if (line[0] == '@')
            {
                header = line[1..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
                continue;
            }

            var parts = line.Split("=>", StringSplitOptions.TrimEntries);
            cases.Add(new PhraseCase(parts[0], DateTime.Parse(header[0], CultureInfo.InvariantCulture), header[1], Enum.Parse<DayOfWeek>(header[2]), parts[1]));
        }

        return cases;
    }
}
