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

    private readonly TimeResolver _resolver;

    /// <summary>Initialises a parser.</summary>
    /// <param name="timeProvider">The clock that says what "today" is.</param>
    /// <param name="timeZone">The zone whose days are meant; <see langword="null"/> for the local zone of the clock.</param>
    /// <param name="weekStart">The first day of a week.</param>
    /// <exception cref="ArgumentOutOfRangeException">The week start is no day of the week.</exception>
    public TimePhraseParser(TimeProvider timeProvider, TimeZoneInfo? timeZone = null, DayOfWeek weekStart = DayOfWeek.Monday)
    {
        ArgumentNullException.ThrowIfNull(timeProvider);
        if (weekStart is < DayOfWeek.Sunday or > DayOfWeek.Saturday)
        {
            throw new ArgumentOutOfRangeException(nameof(weekStart), weekStart, "The week start must be a day of the week.");
        }

        _resolver = new TimeResolver(new LocalCalendar(timeProvider, timeZone ?? timeProvider.LocalTimeZone, weekStart));
    }

    /// <summary>Finds the phrase of time in a question.</summary>
    /// <param name="text">The question; any text.</param>
    /// <returns>The longest phrase, the first of equals, with its window and the question without it; or <see langword="null"/>.</returns>
    public TimePhrase? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = TimeTokenizer.Tokenize(text, MaximumTokens);
        var found = TimeCulturePack.BuiltIn
            .Select(pack => Find(pack, tokens))
            .Where(f => f.Reading is not null)
            .OrderByDescending(f => f.End - f.Start)
            .FirstOrDefault();
        if (found.Reading is null)
        {
            return null;
        }

        var start = tokens[found.Start].Start;
        var end = tokens[found.End - 1].End;
        var calendar = _resolver.Calendar;
        var window = found.Reading.ToWindow(calendar);
        var alternatives = found.Reading.Alternatives.Select(calendar.ToWindow).Where(w => w != window).Distinct().ToArray();
        return new TimePhrase(text[start..end], window, alternatives, Without(text, start, end));
    }

    private (int Start, int End, TimeReading? Reading) Find(TimeCulturePack pack, List<TimeToken> tokens)
    {
        var matcher = new TimeMatcher(pack, _resolver, tokens);
        var best = (Start: 0, End: 0, Reading: (TimeReading?)null);
        for (var start = 0; start < tokens.Count; start++)
        {
            var end = matcher.Match(start, out var reading);
            if (reading is not null && end - start > best.End - best.Start && !IsName(pack, tokens, start, end))
            {
                best = (start, end, reading);
            }
        }

        foreach (var suffix in best.Reading is null ? [] : pack.Suffixes)
        {
            if (TimeTokenizer.StandsAt(tokens, suffix, best.End))
            {
                best.End += suffix.Length;
                break;
            }
        }

        return best;
    }

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
        return string.Concat(before, joint, after).Trim(' ', ',', ';');
    }
}
