namespace Reminisce.Memory.Time;

/// <summary>Days, parts of days, weekdays and weekends.</summary>
internal sealed partial class TimeResolver
{
    private TimeReading RelativeDay(int offset, string? part) =>
        WithPart(Whole(CalendarMath.AddDays(Today, offset), TimeUnit.Day), part);

    private TimeReading? Weekday(DayOfWeek day, string mode, int? count, string? part)
    {
        var today = Today;
        var sinceLast = ((int)today.DayOfWeek - (int)day + 7) % 7;
        var onOrBefore = CalendarMath.AddDays(today, -sinceLast);
        var before = sinceLast == 0 ? CalendarMath.AddDays(today, -7) : onOrBefore;
        var thisWeek = CalendarMath.AddDays(WeekOf(today), ((int)day - (int)calendar.WeekStart + 7) % 7);
        var (date, alternative) = mode switch
        {
            "on" => (onOrBefore, sinceLast == 0 ? before : (DateTime?)null),
            // "Last Friday" on a Saturday: yesterday to some, the Friday of last week to others.
            "last" => (before, before >= WeekOf(today) ? CalendarMath.AddDays(before, -7) : null),
            "this" => (thisWeek, null),
            "next" => (CalendarMath.AddDays(onOrBefore, 7), null),
            "ago" => (CalendarMath.AddDays(before, -7L * ((count ?? 1) - 1)), null),
            _ => throw new InvalidDataException($"The weekday mode '{mode}' is unknown; expected on, last, this, next or ago."),
        };
        if (count is 0)
        {
            return null;
        }

        var recurrence = mode is "on" or "this" ? Recurrence.Weekly : Recurrence.None;
        return WithPart(Whole(date, TimeUnit.Day, recurrence) with { Alternatives = alternative is { } other ? [DayOf(other)] : [] }, part);
    }

    private TimeReading WeekdayInWeek(DayOfWeek day, int week, string? part)
    {
        var start = CalendarMath.AddDays(WeekOf(Today), (7L * week) + (((int)day - (int)calendar.WeekStart + 7) % 7));
        return WithPart(Whole(start, TimeUnit.Day), part);
    }

    private TimeReading? Weekend(string mode, int? count)
    {
        // The weekend that has begun last; on a weekday that is the one before this week's.
        var today = Today;
        var begun = CalendarMath.AddDays(today, -(((int)today.DayOfWeek - (int)DayOfWeek.Saturday + 7) % 7));
        var isNow = today.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var finished = isNow ? CalendarMath.AddDays(begun, -7) : begun;
        var coming = CalendarMath.AddDays(begun, 7);
        LocalSpan Days(DateTime saturday) => new(saturday, CalendarMath.AddDays(saturday, 2));
        return mode switch
        {
            "recent" => new TimeReading(Days(begun), Recurrence.Weekly),
            "last" => new TimeReading(Days(finished)) { Alternatives = isNow ? [] : [Days(CalendarMath.AddDays(finished, -7))] },
            "this" => new TimeReading(Days(isNow ? begun : coming)) { Alternatives = isNow ? [] : [Days(begun)] },
            "next" => new TimeReading(Days(coming)),
            "ago" when count is not 0 => new TimeReading(Days(CalendarMath.AddDays(finished, -7L * ((count ?? 2) - 1)))),
            "ago" => null,
            _ => throw new InvalidDataException($"The weekend mode '{mode}' is unknown; expected recent, last, this, next or ago."),
        };
    }

    private static TimeReading? PartOf(TimeReading point, string part) =>
        point.Instants is null && point.Span.End - point.Span.Start == TimeSpan.FromDays(1) ? WithPart(point, part) : null;

    private DateTime WeekOf(DateTime day) => CalendarMath.StartOf(day, TimeUnit.Week, calendar.WeekStart);

    private static LocalSpan DayOf(DateTime day) => new(day, CalendarMath.AddDays(day, 1));
}
