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

    /// <summary>Gets whether it lies wholly outside the calendar.</summary>
    public bool IsEmpty => Instants is { } window ? window.Start >= window.End : Span.Start >= Span.End;

    public TimeWindow ToWindow(LocalCalendar calendar) => Instants ?? calendar.ToWindow(Span);
}
