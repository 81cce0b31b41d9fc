namespace Reminisce.Memory.Time;

/// <summary>Weeks, months and years seen from now, and counted spans.</summary>
internal sealed partial class TimeResolver
{
    private TimeReading RelativePeriod(TimeUnit unit, int offset) =>
        Whole(CalendarMath.Add(CalendarMath.StartOf(Today, unit, calendar.WeekStart), unit, offset), unit);

    private TimeReading PeriodSoFar(TimeUnit unit) =>
        new(new LocalSpan(CalendarMath.StartOf(Today, unit, calendar.WeekStart), EndOfToday));

    private TimeReading? Ago(int count, TimeUnit unit)
    {
        if (count == 0)
        {
            return null;
        }

        if (unit < TimeUnit.Day)
        {
            // People round what they count: an hour ago is half an hour either way, five minutes ago two.
            var middle = TimeSpan.FromTicks(TicksOf(unit) * count);
            var margin = unit switch
            {
                TimeUnit.Hour => TimeSpan.FromMinutes(30),
                TimeUnit.Minute => TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMinute * 2, middle.Ticks / 4)),
                _ => TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerSecond * 10, middle.Ticks / 4)),
            };
            return OnClock(middle + margin, middle - margin);
        }

        var day = CalendarMath.Add(Today, unit, -count);
        if (unit == TimeUnit.Day)
        {
            return Whole(day, TimeUnit.Day);
        }

        // "Three weeks ago" is a week to most, that very day to some.
        return RelativePeriod(unit, -count) with { Alternatives = [DayOf(day)] };
    }

    private TimeReading FewAgo(TimeUnit unit) => unit < TimeUnit.Day
        ? OnClock(TimeSpan.FromTicks(TicksOf(unit) * 8), TimeSpan.FromTicks(TicksOf(unit)))
        : new TimeReading(new LocalSpan(CalendarMath.Add(Today, unit, -7), Today));

    private TimeReading? Past(int count, TimeUnit unit)
    {
        if (count == 0)
        {
            return null;
        }

        return unit < TimeUnit.Day
            ? OnClock(TimeSpan.FromTicks(TicksOf(unit) * count), TimeSpan.FromSeconds(-1))
            : new TimeReading(new LocalSpan(CalendarMath.Add(Today, unit, -count), EndOfToday));
    }

    private TimeReading OnClock(TimeSpan from, TimeSpan to)
    {
        var now = calendar.Now;
        var end = to > TimeSpan.FromSeconds(-1) ? Earlier(now, to) : now.AddSeconds(1);
        var start = Earlier(now, from);
        return new TimeReading(new LocalSpan(start.DateTime, end.DateTime)) { Instants = new TimeWindow(start, end) };
    }

    private DateTimeOffset Earlier(DateTimeOffset now, TimeSpan by)
    {
        var room = now.UtcDateTime - CalendarMath.Earliest;
        return TimeZoneInfo.ConvertTime(now.ToUniversalTime() - (by < room ? by : room), calendar.Zone);
    }

    private static long TicksOf(TimeUnit unit) => unit switch
    {
        TimeUnit.Second => TimeSpan.TicksPerSecond,
        TimeUnit.Minute => TimeSpan.TicksPerMinute,
        _ => TimeSpan.TicksPerHour,
    };

    private DateTime EndOfToday => CalendarMath.AddDays(Today, 1);
}
