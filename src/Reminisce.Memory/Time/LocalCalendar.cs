using System.Globalization;

namespace Reminisce.Memory.Time;

/// <summary>Reads the clock as local time and turns local spans into instants, correct on days with a change of clocks.</summary>
internal sealed class LocalCalendar(Func<DateTimeOffset> clock, TimeZoneInfo zone, DayOfWeek weekStart, CultureInfo? culture = null)
{
    private static readonly DateTimeOffset s_first = new(30, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset s_last = new(9990, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DayOfWeek WeekStart => weekStart;

    public TimeZoneInfo Zone => zone;

    /// <summary>Gets the culture by whose habits dates are read, or <see langword="null"/> for those of the language they are written in.</summary>
    public CultureInfo? Culture => culture;

    /// <summary>Gets the local time; a clock at the very ends of the calendar is read as a few years inside.</summary>
    public DateTimeOffset Now
    {
        get
        {
            var now = clock();
            return TimeZoneInfo.ConvertTime(now < s_first ? s_first : now > s_last ? s_last : now, zone);
        }
    }

    public TimeWindow ToWindow(LocalSpan span) => new(ToInstant(span.Start), ToInstant(span.End));

    /// <summary>
    /// Turns a local time into an instant. A time skipped by a change of clocks becomes the first instant after the gap; of
    /// a time that comes twice the first is taken, so that a day is never shorter than it was.
    /// </summary>
    public DateTimeOffset ToInstant(DateTime local)
    {
        if (local <= CalendarMath.Earliest)
        {
            return DateTimeOffset.MinValue;
        }

        if (local >= CalendarMath.Latest)
        {
            return DateTimeOffset.MaxValue;
        }

        var time = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        if (zone.IsInvalidTime(time))
        {
            return AfterGap(time);
        }

        var offset = zone.IsAmbiguousTime(time) ? zone.GetAmbiguousTimeOffsets(time).Max() : zone.GetUtcOffset(time);
        return new DateTimeOffset(time, offset);
    }

    private DateTimeOffset AfterGap(DateTime skipped)
    {
        // Gaps begin and end on whole minutes and are at most a day long (zones that crossed the date line).
        var probe = new DateTime(skipped.Ticks - (skipped.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Unspecified);
        while (zone.IsInvalidTime(probe))
        {
            probe = probe.AddMinutes(1);
        }

        return new DateTimeOffset(probe, zone.GetUtcOffset(probe));
    }
}
