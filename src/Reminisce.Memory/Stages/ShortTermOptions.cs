namespace Reminisce.Memory;

/// <summary>How much short-term memory holds, and what it binds together.</summary>
public sealed class ShortTermOptions
{
    /// <summary>Gets or sets how many chunks are held before the oldest must go on, at least 1.</summary>
    /// <value>The default is 7. (Paper: seven, plus or minus two.)</value>
    public int MaximumChunks { get; set; } = 7;

    /// <summary>Gets or sets the pause after which an impression begins a new chunk.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan Pause { get; set; } = TimeSpan.FromSeconds(5);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumChunks, 1, nameof(MaximumChunks));
        ArgumentOutOfRangeException.ThrowIfLessThan(Pause, TimeSpan.Zero, nameof(Pause));
    }
}
