namespace Reminisce.Memory.Time;

/// <summary>Times named by their place in, or beside, another: "the first week of May", "two days after Christmas".</summary>
internal sealed partial class TimeResolver
{
    private static readonly TimeSpan s_shortestMonth = TimeSpan.FromDays(28);

    /// <summary>Moves a time by whole units: "two weeks before 3 March".</summary>
    private static TimeReading? Offset(TimeReading point, int count, TimeUnit unit, int sign)
    {
        if (point.Instants is not null || unit < TimeUnit.Day || count == 0)
        {
            return null;
        }

        LocalSpan Move(LocalSpan span) => new(CalendarMath.Add(span.Start, unit, sign * count), CalendarMath.Add(span.End, unit, sign * count));
        return new TimeReading(Move(point.Span)) { Alternatives = [.. point.Alternatives.Select(Move)] };
    }

    /// <summary>Takes the day, week, month or year right before or after a time.</summary>
    private static TimeReading? Beside(TimeReading point, TimeUnit unit, int sign) =>
        point.Instants is not null ? null
        : sign < 0 ? new TimeReading(new LocalSpan(CalendarMath.Add(point.Span.Start, unit, -1), point.Span.Start))
        : new TimeReading(new LocalSpan(point.Span.End, CalendarMath.Add(point.Span.End, unit, 1)));

    /// <summary>Takes the nearest such weekday before or after a time, or with Saturday and two days the weekend.</summary>
    private static TimeReading? DayBeside(TimeReading point, DayOfWeek day, int days, int sign)
    {
        if (point.Instants is not null)
        {
            return null;
        }

        var from = sign < 0 ? CalendarMath.AddDays(point.Span.Start.Date, -days) : point.Span.End.Date;
        var distance = ((int)day - (int)from.DayOfWeek + 7) % 7;
        var start = CalendarMath.AddDays(from, sign < 0 && distance > 0 ? distance - 7 : distance);
        return new TimeReading(new LocalSpan(start, CalendarMath.AddDays(start, days)));
    }

    /// <summary>Takes the n-th week of a month or longer time, counted from its first day; -1 is the last.</summary>
    private static TimeReading? NthWeek(TimeReading point, int nth)
    {
        if (point.Instants is not null || point.Span.End - point.Span.Start < s_shortestMonth)
        {
            return null;
        }

        var start = nth < 0 ? CalendarMath.AddDays(point.Span.End, -7) : CalendarMath.AddDays(point.Span.Start, 7 * (nth - 1));
        var end = CalendarMath.AddDays(start, 7);
        return start < point.Span.End ? new TimeReading(new LocalSpan(start, end < point.Span.End ? end : point.Span.End)) : null;
    }

    /// <summary>Takes the n-th such weekday of a time, or with two days from Saturday the n-th weekend; -1 is the last.</summary>
    private static TimeReading? NthDay(TimeReading point, int nth, DayOfWeek day, int days)
    {
        if (point.Instants is not null || point.Span.End - point.Span.Start < s_shortestMonth)
        {
            return null;
        }

        var first = DayBeside(new TimeReading(new LocalSpan(point.Span.Start, point.Span.Start)), day, days, +1)!.Span.Start;
        var start = nth < 0
            ? DayBeside(new TimeReading(new LocalSpan(point.Span.End, point.Span.End)), day, 1, -1)!.Span.Start
            : CalendarMath.AddDays(first, 7 * (nth - 1));
        return start < point.Span.End ? new TimeReading(new LocalSpan(start, CalendarMath.AddDays(start, days))) : null;
    }

    /// <summary>Takes from the beginning of the earlier to the end of the later of two times: "in May or in June".</summary>
    private TimeReading Either(TimeReading first, TimeReading second)
    {
        var (a, b) = (first.ToWindow(calendar), second.ToWindow(calendar));
        var window = new TimeWindow(a.Start < b.Start ? a.Start : b.Start, a.End > b.End ? a.End : b.End);
        return Exact(window, new LocalSpan(first.Span.Start < second.Span.Start ? first.Span.Start : second.Span.Start, first.Span.End > second.Span.End ? first.Span.End : second.Span.End));
    }
}
