using System.Globalization;
using Reminisce.Memory.Time;

namespace Reminisce.Memory;

/// <summary>Understands phrases of time in a question ("last week", "two Fridays ago", "between March and May") by rules, offline.</summary>
/// <remarks>
/// Safe for concurrent calls. English in full, German and Chinese in their common forms. Days are days of the given time
/// zone, also when the clocks change. Any text is accepted; a text without a phrase of time gives none.
/// </remarks>
public sealed class TimePhraseParser
{
    /// <summary>A question is short; what comes after so many tokens is not searched for a time.</summary>
    private const int MaximumTokens = 512;

    /// <summary>A text says early on what it is about; more of it would make remembering slow.</summary>
    private const int MaximumMentionTokens = 128;

    private readonly LocalCalendar _calendar;
    private readonly IReadOnlyList<TimeCulturePack> _packs;

    /// <summary>Initialises a parser that reads dates by the habits of a culture: the first day of a week, and whether 3/11 is in March.</summary>
    /// <param name="timeProvider">The clock that says what "today" is.</param>
    /// <param name="timeZone">The zone whose days are meant; <see langword="null"/> for the local zone of the clock.</param>
    /// <param name="culture">The culture. The languages that are understood are the same whichever it is.</param>
    public TimePhraseParser(TimeProvider timeProvider, TimeZoneInfo? timeZone, CultureInfo culture)
        : this(timeProvider, timeZone, (culture ?? throw new ArgumentNullException(nameof(culture))).DateTimeFormat.FirstDayOfWeek, culture, [])
    {
    }

    /// <summary>Initialises a parser.</summary>
    /// <param name="timeProvider">The clock that says what "today" is.</param>
    /// <param name="timeZone">The zone whose days are meant; <see langword="null"/> for the local zone of the clock.</param>
    /// <param name="weekStart">The first day of a week.</param>
    /// <exception cref="ArgumentOutOfRangeException">The week start is no day of the week.</exception>
    public TimePhraseParser(TimeProvider timeProvider, TimeZoneInfo? timeZone = null, DayOfWeek weekStart = DayOfWeek.Monday)
        : this(timeProvider, timeZone, weekStart, null, [])
    {
    }

    private TimePhraseParser(TimeProvider timeProvider, TimeZoneInfo? timeZone, DayOfWeek weekStart, CultureInfo? culture, IReadOnlyList<TimeCulturePack> packs)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (weekStart is < DayOfWeek.Sunday or > DayOfWeek.Saturday)
        {
            throw new ArgumentOutOfRangeException(nameof(weekStart), weekStart, "The week start must be a day of the week.");
        }

        _calendar = new LocalCalendar(timeProvider.GetUtcNow, timeZone ?? timeProvider.LocalTimeZone, weekStart, culture);
        _packs = [.. TimeCulturePack.BuiltIn, .. packs];
    }

    /// <summary>Makes the parser that options ask for.</summary>
    /// <exception cref="ArgumentException">The culture is unknown.</exception>
    /// <exception cref="InvalidDataException">A file of a further language cannot be read.</exception>
    internal static TimePhraseParser Of(MemoryOptions options, TimeProvider clock)
    {
        var culture = options.Culture is not { } name ? null
            : TimeCulture.Find(name) ?? throw new ArgumentException($"The culture '{name}' is unknown; give a name such as en-GB, or leave it out.", nameof(options));
        var packs = options.TimePacks.Select(path =>
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return TimeCulturePack.Load(stream);
        }).ToArray();
        return new TimePhraseParser(clock, options.TimeZone, options.WeekStart ?? culture?.DateTimeFormat.FirstDayOfWeek ?? DayOfWeek.Monday, culture, packs);
    }

    /// <summary>Finds the phrase of time in a question.</summary>
    /// <remarks>
    /// Of several phrases the longest counts, the first of equals. One that narrows it ("last week ... on Monday") narrows the
    /// window; one that contradicts it becomes an alternative.
    /// </remarks>
    /// <param name="text">The question; any text.</param>
    /// <returns>The phrase with its window and the question without any phrase of time; or <see langword="null"/>.</returns>
    public TimePhrase? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = TimeTokenizer.Tokenize(text, MaximumTokens);
        var found = Find(tokens, _calendar);
        if (found.Count == 0)
        {
            return null;
        }

        var (start, end) = (found[0].Start, found[0].End);
        var (window, alternatives) = Combine(found, ref start, ref end);
        var phrase = text[tokens[start].Start..tokens[end - 1].End];
        var remaining = found.OrderByDescending(f => f.Start).Aggregate(text, (rest, f) => Without(rest, tokens[f.Start].Start, tokens[f.End - 1].End));
        return new TimePhrase(phrase, window, [.. alternatives.Where(w => w != window).Distinct()], remaining.Trim(' ', ',', ';'));
    }

    /// <summary>Makes one window of all phrases; a phrase right beside the chosen one that narrows it becomes part of it.</summary>
    private (TimeWindow Window, List<TimeWindow> Alternatives) Combine(List<FoundPhrase> found, ref int start, ref int end)
    {
        var main = found[0].Reading;
        var alternatives = new List<TimeWindow>();
        foreach (var other in found.Skip(1))
        {
            if (main.Place(other.Reading, _calendar) is { } both)
            {
                main = both;
                Join(other, ref start, ref end);
            }
            else if (other.Reading.Clock is null)
            {
                alternatives.Add(other.Reading.ToWindow(_calendar));
            }
        }

        return (main.ToWindow(_calendar), [.. main.Alternatives.Select(_calendar.ToWindow), .. alternatives]);
    }

    private static void Join(FoundPhrase other, ref int start, ref int end)
    {
        if (other.Start == end)
        {
            end = other.End;
        }
        else if (other.End == start)
        {
            start = other.Start;
        }
    }

    /// <summary>Finds the time a text speaks of besides the time it was written: the shortest, when it names several.</summary>
    /// <param name="text">The text; its beginning is read.</param>
    /// <param name="writtenAt">When it was written: its "yesterday" is the day before.</param>
    internal TimeWindow? Mentioned(string text, DateTimeOffset writtenAt)
    {
        var calendar = new LocalCalendar(() => writtenAt, _calendar.Zone, _calendar.WeekStart, _calendar.Culture);
        return Find(TimeTokenizer.Tokenize(text, MaximumMentionTokens), calendar)
            .Where(f => f.Reading.Clock is null)
            .Select(f => f.Reading.ToWindow(calendar))
            .Where(w => w.Start > DateTimeOffset.MinValue && w.End < DateTimeOffset.MaxValue && !w.Contains(writtenAt))
            .MinBy(w => w.End - w.Start);
    }

    private List<FoundPhrase> Find(List<TimeToken> tokens, LocalCalendar calendar)
    {
        var resolver = new TimeResolver(calendar);
        return _packs.Select(pack => Find(pack, resolver, tokens)).MaxBy(found => found.Count == 0 ? 0 : found[0].Length)!;
    }

    /// <summary>Finds the phrases of one culture that do not overlap, the longest first.</summary>
    private static List<FoundPhrase> Find(TimeCulturePack pack, TimeResolver resolver, List<TimeToken> tokens)
    {
        var matcher = new TimeMatcher(pack, resolver, tokens);
        var all = new List<FoundPhrase>();
        for (var start = 0; start < tokens.Count; start++)
        {
            var end = matcher.Match(start, out var reading);
            if (reading is not null && !IsName(pack, tokens, start, end))
            {
                all.Add(new FoundPhrase(start, end, reading));
            }
        }

        var kept = new List<FoundPhrase>();
        foreach (var phrase in all.OrderByDescending(f => f.Length))
        {
            if (kept.TrueForAll(k => phrase.End <= k.Start || phrase.Start >= k.End))
            {
                kept.Add(phrase);
            }
        }

        // "At 9" is a time only where a day is named too.
        if (kept.TrueForAll(f => f.Reading.Clock is not null))
        {
            kept.RemoveAll(f => f.Reading.Clock is { IsHalfKnown: false });
        }

        return kept.ConvertAll(f => f with { End = f.End + SuffixAt(pack, tokens, f.End) });
    }

    private static int SuffixAt(TimeCulturePack pack, List<TimeToken> tokens, int position) =>
        pack.Suffixes.FirstOrDefault(suffix => TimeTokenizer.StandsAt(tokens, suffix, position))?.Length ?? 0;

    /// <summary>Tells whether a found phrase overlaps a name that only sounds like a time, unless it is much more than the name.</summary>
    private static bool IsName(TimeCulturePack pack, List<TimeToken> tokens, int start, int end)
    {
        foreach (var name in pack.NotTime)
        {
            for (var i = Math.Max(0, start - name.Length + 1); i < end; i++)
            {
                if (TimeTokenizer.StandsAt(tokens, name, i))
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static string Without(string text, int start, int end)
    {
        var before = text.AsSpan(0, start).TrimEnd();
        var after = text.AsSpan(end).TrimStart();
        var joint = before.Length == 0 || after.Length == 0 || char.IsPunctuation(after[0]) ? "" : " ";
        return string.Concat(before, joint, after);
    }

    /// <summary>A phrase among the tokens of a question, from <paramref name="Start"/> up to but not including <paramref name="End"/>.</summary>
    private readonly record struct FoundPhrase(int Start, int End, TimeReading Reading)
    {
        public int Length => End - Start;
    }
}
