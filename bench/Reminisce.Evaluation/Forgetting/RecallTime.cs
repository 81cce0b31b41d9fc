namespace Reminisce.Evaluation;

/// <summary>How long a recall took beside a sweep.</summary>
/// <param name="Milliseconds">The whole of it.</param>
/// <param name="PauseMilliseconds">The part in which the garbage collector held all threads.</param>
/// <param name="WaitingWork">Work that waited for a thread of the pool when it began or ended.</param>
internal readonly record struct RecallTime(double Milliseconds, double PauseMilliseconds, long WaitingWork)
{
    public double SecondsIntoSweep { get; init; }
}
