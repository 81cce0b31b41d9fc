namespace Reminisce.Memory.Time;

/// <summary>What a phrase of time means: a local span, or instants when it was counted on the clock.</summary>
/// <param name="Span">The span on the calendar.</param>
/// <param name="Recurrence">How often a span of this name comes back.</param>
internal sealed record TimeReading(LocalSpan Span, Recurrence Recurrence = Recurrence.None)
{
    /// <summary>Gets the other spans the phrase could mean.</summary>
    public IReadOnlyList<LocalSpan> Alternatives { get; init; } = [];

    /// <summary>Gets the exact instants of a phrase such as "two hours ago"; otherwise <see langword="null"/>.</summary>
    public TimeWindow? Instants { get; init; }

    /// <summary>Gets the time of day when no day was named; otherwise <see langword="null"/>.</summary>
    public ClockTime? Clock { get; init; }

    /// <summary>Gets whether it lies wholly outside the calendar.</summary>
    public bool IsEmpty => Instants is { } window ? window.Start >= window.End : Span.Start >= Span.End;

    public TimeWindow ToWindow(LocalCalendar calendar) => Instants ?? calendar.ToWindow(Span);

    /// <summary>Reads two phrases of one question as one: "last week ... on Monday", "yesterday ... at 3 pm", "in 2023 ... in July".</summary>
    /// <returns>What both mean together, or <see langword="null"/> when they contradict each other.</returns>
    public TimeReading? Place(TimeReading other, LocalCalendar calendar)
    {
        if (Clock is not null || other.Clock is not null)
        {
            return Clock is null ? other.Clock!.On(this) : other.Clock is null ? Clock.On(other) : null;
        }

        return Narrow(other, calendar) ?? Moved(other, calendar) ?? other.Moved(this, calendar);
    }

    /// <summary>Moves a time that comes back every week, month or year into another: July into 2023.</summary>
    private TimeReading? Moved(TimeReading into, LocalCalendar calendar)
    {
        const int MostMoves = 60;
        for (var count = 1; Recurrence != Recurrence.None && count <= MostMoves; count++)
        {
            var span = Span.Back(Recurrence, count);
            if (span.Start < into.Span.Start)
            {
                return null;
            }

            if (new TimeReading(span).Narrow(into, calendar) is { } both)
            {
                return both;
            }
        }

        return null;
    }

    private TimeReading? Narrow(TimeReading other, LocalCalendar calendar)
    {
        if (ToWindow(calendar).Narrow(other.ToWindow(calendar)) is not { } window)
        {
            return null;
        }

        var span = new LocalSpan(Span.Start > other.Span.Start ? Span.Start : other.Span.Start, Span.End < other.Span.End ? Span.End : other.Span.End);
        return new TimeReading(span)
        {
            Instants = window,
            Alternatives = [.. Alternatives.Where(a => a.Start < other.Span.End && a.End > other.Span.Start)],
        };
    }
}
