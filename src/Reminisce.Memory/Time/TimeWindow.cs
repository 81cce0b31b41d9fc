namespace Reminisce.Memory;

/// <summary>A half-open span of time: from <see cref="Start"/> up to but not including <see cref="End"/>.</summary>
/// <remarks>Immutable.</remarks>
/// <param name="Start">First instant inside.</param>
/// <param name="End">First instant after it.</param>
public sealed record TimeWindow(DateTimeOffset Start, DateTimeOffset End)
{
    /// <summary>Tells whether an instant lies inside.</summary>
    /// <param name="instant">The instant.</param>
    /// <returns>Whether <c>Start &lt;= instant &lt; End</c>.</returns>
    public bool Contains(DateTimeOffset instant) => instant >= Start && instant < End;

    /// <summary>Finds the span that lies in both, if any.</summary>
    internal TimeWindow? Narrow(TimeWindow other)
    {
        var (start, end) = (Start > other.Start ? Start : other.Start, End < other.End ? End : other.End);
        return start < end ? new TimeWindow(start, end) : null;
    }
}
