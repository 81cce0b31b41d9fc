namespace Reminisce.Memory.Time;

/// <summary>Calendar arithmetic that stops at the ends of the calendar instead of failing: any text may name any number.</summary>
internal static class CalendarMath
{
    /// <summary>The first local time used: two days inside the calendar, so that no time zone leaves it.</summary>
    public static readonly DateTime Earliest = new(1, 1, 3);

    /// <summary>The last local time used.</summary>
    public static readonly DateTime Latest = new(9999, 12, 29);

    public static DateTime AddDays(DateTime local, long days)
    {
        var room = days < 0 ? (local - Earliest).TotalDays : (Latest - local).TotalDays;
        return Math.Abs((double)days) > room ? (days < 0 ? Earliest : Latest) : local.AddDays(days);
    }

    public static DateTime AddMonths(DateTime local, long months)
    {
        var index = ((long)local.Year * 12) + local.Month - 1 + months;
        if (index < (2 * 12) || index >= (9998L * 12))
        {
            return months < 0 ? Earliest : Latest;
        }

        return local.AddMonths((int)months);
    }

    /// <summary>Adds units of a day or longer.</summary>
    public static DateTime Add(DateTime local, TimeUnit unit, long count) => unit switch
    {
        TimeUnit.Day => AddDays(local, count),
        TimeUnit.Week => AddDays(local, 7 * count),
        TimeUnit.Month => AddMonths(local, count),
        TimeUnit.Quarter => AddMonths(local, 3 * count),
        TimeUnit.Year => AddMonths(local, 12 * count),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "Hours and shorter units are counted on the clock, not on the calendar."),
    };

    /// <summary>Finds the beginning of the day, week, month, quarter or year a local time lies in.</summary>
    public static DateTime StartOf(DateTime local, TimeUnit unit, DayOfWeek weekStart) => unit switch
    {
        TimeUnit.Week => AddDays(local.Date, -(((int)local.DayOfWeek - (int)weekStart + 7) % 7)),
        TimeUnit.Month => new DateTime(local.Year, local.Month, 1),
        TimeUnit.Quarter => new DateTime(local.Year, (((local.Month - 1) / 3) * 3) + 1, 1),
        TimeUnit.Year => new DateTime(local.Year, 1, 1),
        _ => local.Date,
    };

    /// <summary>Makes a date, or nothing when the calendar has no such day.</summary>
    public static DateTime? TryDate(int year, int month, int day) =>
        year is >= 2 and <= 9998 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateTime(year, month, day)
            : null;
}
