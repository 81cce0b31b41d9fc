namespace Reminisce.Memory.Time;

/// <summary>A span as a wall clock and a calendar show it, before a time zone turns it into instants.</summary>
/// <param name="Start">First local time inside.</param>
/// <param name="End">First local time after it.</param>
internal readonly record struct LocalSpan(DateTime Start, DateTime End)
{
    /// <summary>Moves the span back by whole recurrences.</summary>
    public LocalSpan Back(Recurrence recurrence, int count = 1) => recurrence switch
    {
        Recurrence.Weekly => new(CalendarMath.AddDays(Start, -7 * count), CalendarMath.AddDays(End, -7 * count)),
        Recurrence.Monthly => new(CalendarMath.AddMonths(Start, -count), CalendarMath.AddMonths(End, -count)),
        Recurrence.Yearly => new(CalendarMath.AddMonths(Start, -12 * count), CalendarMath.AddMonths(End, -12 * count)),
        _ => this,
    };
}
