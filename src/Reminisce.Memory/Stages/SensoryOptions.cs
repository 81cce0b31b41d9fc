namespace Reminisce.Memory;

/// <summary>How much the senses hold, and what they let pass.</summary>
public sealed class SensoryOptions
{
    /// <summary>Gets or sets the most impressions held before they are taken, at least 1.</summary>
    /// <value>The default is 64.</value>
    public int Capacity { get; set; } = 64;

    /// <summary>Gets or sets what goes when the buffer is full.</summary>
    /// <value>The default is <see cref="SensoryDrop.Oldest"/>.</value>
    public SensoryDrop WhenFull { get; set; } = SensoryDrop.Oldest;

    /// <summary>Gets or sets how long after an impression one that looks or reads the same is its repetition.</summary>
    /// <remarks>Counted from the impression that was kept, so that a screen that stays is still seen once in this time.</remarks>
    /// <value>The default is one minute.</value>
    public TimeSpan RepeatWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>Gets or sets in how many of 64 bits two pictures may differ and look the same, 0 to 64.</summary>
    /// <value>The default is 2: less than a person would allow, because what is dropped here is gone.</value>
    public int PictureDistance { get; set; } = 2;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1, nameof(Capacity));
        ArgumentOutOfRangeException.ThrowIfLessThan(RepeatWindow, TimeSpan.Zero, nameof(RepeatWindow));
        ArgumentOutOfRangeException.ThrowIfNegative(PictureDistance, nameof(PictureDistance));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(PictureDistance, 64, nameof(PictureDistance));
        if (!Enum.IsDefined(WhenFull))
        {
            throw new ArgumentOutOfRangeException(nameof(WhenFull), WhenFull, $"Expected {string.Join(" or ", Enum.GetNames<SensoryDrop>())}.");
        }
    }
}
