namespace Reminisce.Memory.Time;

/// <summary>Spans made of other spans.</summary>
internal sealed partial class TimeResolver
{
    private TimeReading? Between(TimeReading begin, TimeReading end)
    {
        var first = begin;
        if (begin.Instants is null && begin.Recurrence != Recurrence.None && begin.Span.Start >= end.Span.End)
        {
            // "Between November and January" in June: the end is the latest, the beginning the one before it.
            first = begin with { Span = BackUntilBefore(begin, end.Span.Start) };
        }

        var window = new TimeWindow(first.ToWindow(calendar).Start, end.ToWindow(calendar).End);
        return window.Start < window.End ? Exact(window, new LocalSpan(first.Span.Start, end.Span.End)) : null;
    }

    private static LocalSpan BackUntilBefore(TimeReading reading, DateTime end)
    {
        var span = reading.Span;
        for (var count = 1; span.Start >= end && count <= 12; count++)
        {
            span = reading.Span.Back(reading.Recurrence, count);
        }

        return span;
    }

    private TimeReading? Since(TimeReading point)
    {
        var end = calendar.ToInstant(EndOfToday);
        var window = new TimeWindow(point.ToWindow(calendar).Start, end);
        return window.Start < end ? Exact(window, new LocalSpan(point.Span.Start, EndOfToday)) : null;
    }

    private TimeReading? After(TimeReading point)
    {
        var end = calendar.ToInstant(EndOfToday);
        var window = new TimeWindow(point.ToWindow(calendar).End, end);
        return window.Start < end ? Exact(window, new LocalSpan(point.Span.End, EndOfToday)) : null;
    }

    private TimeReading Before(TimeReading point) =>
        Exact(new TimeWindow(DateTimeOffset.MinValue, point.ToWindow(calendar).Start), new LocalSpan(CalendarMath.Earliest, point.Span.Start));

    private TimeReading? DayRange(int? year, int month, int first, int last)
    {
        if (Date(year, month, last, null) is not { } to)
        {
            // The last day may lie ahead in this month; then the first day says the year.
            return year is null && Date(null, month, first, null) is { } begun ? DayRange(begun.Span.Start.Year, month, first, last) : null;
        }

        return CalendarMath.TryDate(to.Span.Start.Year, month, first) is { } start && start < to.Span.End
            ? new TimeReading(new LocalSpan(start, to.Span.End))
            : null;
    }

    /// <summary>Takes the beginning, middle or end of a span: a third of it; or one of its halves.</summary>
    private static TimeReading? Portion(TimeReading point, string which)
    {
        if (point.Instants is not null)
        {
            return null;
        }

        var span = point.Span;
        var third = (span.End - span.Start) / 3;
        if (span.End - span.Start >= TimeSpan.FromDays(3))
        {
            third = TimeSpan.FromDays(Math.Round(third.TotalDays));
        }

        var half = span.Start + TimeSpan.FromDays(Math.Floor((span.End - span.Start).TotalDays / 2));
        var (start, end) = which switch
        {
            "first-half" => (span.Start, half),
            "second-half" => (half, span.End),
            "early" => (span.Start, span.Start + third),
            "late" => (span.End - third, span.End),
            _ => (span.Start + third, span.End - third),
        };
        return new TimeReading(new LocalSpan(start, end));
    }

    private static TimeReading Exact(TimeWindow window, LocalSpan span) => new(span) { Instants = window };
}
