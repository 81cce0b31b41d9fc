namespace Reminisce.Memory.Time;

/// <summary>A time of day without its day: "at 3 pm", "between 2 and 4".</summary>
/// <param name="Start">Begin, counted from midnight.</param>
/// <param name="End">End, counted from midnight; after midnight it is more than 24 hours.</param>
/// <param name="IsHalfKnown">Whether it is known which half of the day is meant.</param>
internal sealed record ClockTime(TimeSpan Start, TimeSpan End, bool IsHalfKnown)
{
    private static readonly TimeSpan s_half = TimeSpan.FromHours(12);

    /// <summary>A time that is rounded begins a little before it is meant to: "at midnight" belongs to the day that begins then.</summary>
    private static readonly TimeSpan s_rounding = TimeSpan.FromMinutes(30);

    /// <summary>Puts this time on a day that was named elsewhere.</summary>
    /// <returns>The day alone when it is more than one day, and <see langword="null"/> when this time is not in it.</returns>
    public TimeReading? On(TimeReading day)
    {
        if (day.Instants is not null)
        {
            return null;
        }

        if (day.Span.End - day.Span.Start > TimeSpan.FromDays(1))
        {
            return day;
        }

        var all = day.Alternatives.Prepend(day.Span).SelectMany(Within).ToArray();
        return all.Length == 0 ? null : new TimeReading(all[0]) { Alternatives = all[1..] };
    }

    private IEnumerable<LocalSpan> Within(LocalSpan day)
    {
        // A night reaches into the next day; an unknown half may be either.
        // The likeliest comes first.
        TimeSpan[] shifts = IsHalfKnown ? [TimeSpan.Zero, 2 * s_half] : [TimeSpan.Zero, s_half, 2 * s_half];
        return shifts
            .Select(shift => new LocalSpan(day.Start.Date + Start + shift, day.Start.Date + End + shift))
            .Where(span => span.Start + s_rounding >= day.Start && span.Start + s_rounding < day.End);
    }
}
