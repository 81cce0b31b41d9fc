namespace Reminisce.Memory.Time;

/// <summary>Times of day.</summary>
internal sealed partial class TimeResolver
{
    /// <summary>Reads one time of day; people mean half an hour around a full hour, and less around minutes.</summary>
    private TimeReading? Clock(string half, int? hour, int? minute, int margin)
    {
        var isHalfKnown = half is "am" or "pm" || minute is not null || hour is 0 or > 12;
        return HourOf(half, hour) is { } of
            ? Daily(TimeSpan.FromHours(of) + TimeSpan.FromMinutes((minute ?? 0) - margin), TimeSpan.FromMinutes(2 * margin), isHalfKnown || half == "fixed")
            : null;
    }

    private TimeReading? ClockRange(string firstHalf, string secondHalf, TimeBindings values)
    {
        if (HourOf(firstHalf, values.Number("hour")) is not { } first || HourOf(secondHalf, values.Number("hour", 1)) is not { } second)
        {
            return null;
        }

        var start = TimeSpan.FromHours(first) + TimeSpan.FromMinutes(values.Number("minute") ?? 0);
        var end = TimeSpan.FromHours(second) + TimeSpan.FromMinutes(values.Number("minute", 1) ?? 0);
        if (start >= end)
        {
            // "From 11 to 2 pm" begins before noon; "from 10 pm to 2 am" ends the next day.
            (start, end) = firstHalf == "pm" && secondHalf == "pm" ? (start - TimeSpan.FromHours(12), end) : (start, end + TimeSpan.FromHours(24));
        }

        return Daily(start, end - start, isHalfKnown: true);
    }

    /// <summary>The latest such time that has begun; with another phrase that names the day it is moved there.</summary>
    private TimeReading Daily(TimeSpan start, TimeSpan length, bool isHalfKnown)
    {
        var today = new LocalSpan(Today + start, Today + start + length);
        var latest = today.Start <= calendar.Now.DateTime ? today : new LocalSpan(CalendarMath.AddDays(today.Start, -1), CalendarMath.AddDays(today.End, -1));
        return new TimeReading(latest) { Clock = new ClockTime(start, start + length, isHalfKnown) };
    }

    private static int? HourOf(string half, int? hour) => (half, hour) switch
    {
        ("am", 12) => 0,
        ("pm", >= 1 and < 12) => hour + 12,
        ("am" or "pm", >= 1 and <= 12) => hour,
        ("am" or "pm", _) => null,
        (_, >= 0 and <= 24) => hour,
        _ => null,
    };
}
