namespace Reminisce.Memory;

/// <summary>Where the memory lives and how it reads time.</summary>
public sealed class MemoryOptions
{
    /// <summary>Gets or sets the folder of the store; created when it is missing.</summary>
    public string StorePath { get; set; } = "";

    /// <summary>Gets or sets the folder of the model pack.</summary>
    public string PackPath { get; set; } = "";

    /// <summary>Gets or sets the time zone in which phrases such as "yesterday" are read.</summary>
    /// <value>The default is <see langword="null"/>: the local zone of the clock.</value>
    public TimeZoneInfo? TimeZone { get; set; }

    /// <summary>Gets or sets the first day of a week.</summary>
    /// <value>The default is <see cref="DayOfWeek.Monday"/>.</value>
    public DayOfWeek WeekStart { get; set; } = DayOfWeek.Monday;

    /// <summary>Gets or sets how many candidates a recall finishes with the live encoder, at least 1.</summary>
    /// <value>The default is 10. (Paper: k = 10.)</value>
    public int Candidates { get; set; } = 10;

    /// <summary>Gets or sets how long a sweep can be undone.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan UndoWindow { get; set; } = TimeSpan.FromDays(30);
}
