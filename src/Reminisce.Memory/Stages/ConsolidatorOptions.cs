namespace Reminisce.Memory;

/// <summary>When what was perceived is stored, and when the memory is put in order.</summary>
public sealed class ConsolidatorOptions
{
    /// <summary>Gets or sets how often the consolidator looks whether there is something to do.</summary>
    /// <value>The default is one second.</value>
    public TimeSpan Interval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets or sets how long nothing must have been perceived before the senses count as idle.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan IdleAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Gets or sets the sweep to make in idle time, or <see langword="null"/> for none.</summary>
    /// <value>The default is <see langword="null"/>: forgetting is begun by somebody.</value>
    public SweepOptions? Sweep { get; set; }

    /// <summary>Gets or sets how long after one sweep the next is due.</summary>
    /// <value>The default is one day.</value>
    public TimeSpan SweepEvery { get; set; } = TimeSpan.FromDays(1);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Interval, TimeSpan.Zero, nameof(Interval));
        ArgumentOutOfRangeException.ThrowIfLessThan(IdleAfter, TimeSpan.Zero, nameof(IdleAfter));
        ArgumentOutOfRangeException.ThrowIfLessThan(SweepEvery, TimeSpan.Zero, nameof(SweepEvery));
        if (Sweep is { DryRun: true })
        {
            throw new ArgumentException("A sweep in idle time cannot be a dry run: nobody would read its report.", nameof(Sweep));
        }
    }
}
