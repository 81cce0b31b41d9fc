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
}
