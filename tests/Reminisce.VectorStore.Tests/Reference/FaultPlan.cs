namespace Reminisce.VectorData.Tests.Reference;

/// <summary>Counts the calls of stores and throws at a chosen one, before or after it took effect.</summary>
internal sealed class FaultPlan
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    /// <summary>Gets or sets the step that fails; 0 for none. Every call has two steps: before and after its effect.</summary>
    public int FailAt { get; set; }

    /// <summary>Gets or sets what happens at the step instead of an exception.</summary>
    public Action? AtStep { get; set; }

    /// <summary>Gets or sets of which records writes are acknowledged and lost.</summary>
    public Func<object, bool>? Loses { get; set; }

    /// <summary>Gets or sets whether every step after the chosen one fails as well, as after a crash.</summary>
    public bool StayDown { get; set; }

    /// <summary>Lets everything fail in one way from a step on.</summary>
    public void Break(int failAt, FaultKind kind)
    {
        (FailAt, StayDown) = (failAt, true);
        AtStep = kind switch
        {
            FaultKind.Throws => static () => throw new IOException("fault at step"),
            FaultKind.TimesOut => static () => throw new TaskCanceledException("fault at step: timed out"),
            FaultKind.IsBroken => static () => throw new InvalidOperationException("fault at step: closed"),
            _ => () => Loses = static _ => true,
        };
    }

    public void Reset()
    {
        Volatile.Write(ref _calls, 0);
        FailAt = 0;
        StayDown = false;
        AtStep = null;
        Loses = null;
    }

    public void Step(string call)
    {
        var step = Interlocked.Increment(ref _calls);
        if (FailAt > 0 && (step == FailAt || (StayDown && step > FailAt)))
        {
            if (AtStep is { } action)
            {
                action();
            }
            else
            {
                throw new IOException($"fault at step {step}, {call}");
            }
        }
    }
}
