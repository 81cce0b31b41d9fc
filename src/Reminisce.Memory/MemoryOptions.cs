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

    /// <summary>Gets or sets the name of the culture by whose habits dates are read, for example <c>en-GB</c>: first day of a week, 3/11 or 11/3.</summary>
    /// <value>The default is <see langword="null"/>: weeks begin on Monday, dates are read as usual in the language of the question.</value>
    public string? Culture { get; set; }

    /// <summary>Gets or sets the first day of a week.</summary>
    /// <value>The default is <see langword="null"/>: that of <see cref="Culture"/>, else <see cref="DayOfWeek.Monday"/>.</value>
    public DayOfWeek? WeekStart { get; set; }

    /// <summary>Gets the files of further languages of time phrases, in the form of the built-in ones.</summary>
    /// <value>The default is empty: English, German and Chinese.</value>
    public IList<string> TimePacks { get; } = [];

    /// <summary>Gets or sets how many candidates a recall finishes with the live encoder, at least 1.</summary>
    /// <value>The default is 10. (Paper: k = 10.)</value>
    public int Candidates { get; set; } = 10;

    /// <summary>The largest side of a thumbnail in pixels.</summary>
    internal const int LargestThumbnail = 2048;

    /// <summary>Gets or sets the longer side of the thumbnail kept of each picture, in pixels; 0 for none.</summary>
    /// <value>The default is 160, about 5 KB a picture.</value>
    public int ThumbnailSide { get; set; } = 160;

    /// <summary>Gets or sets how long a sweep can be undone.</summary>
    /// <value>The default is 30 days.</value>
    public TimeSpan UndoWindow { get; set; } = TimeSpan.FromDays(30);
}
