namespace Reminisce.Memory;

/// <summary>How much is in mind at once, and what decides about it.</summary>
public sealed class WorkingMemoryOptions
{
    /// <summary>Gets or sets the most chunks, at least 1; an episode is one.</summary>
    /// <value>The default is 9. (Paper: seven, plus or minus two.)</value>
    public int MaximumChunks { get; set; } = 9;

    /// <summary>Gets or sets the most tokens of all chunks, at least 1.</summary>
    /// <value>The default is 4000.</value>
    public int MaximumTokens { get; set; } = 4000;

    /// <summary>Gets or sets the most characters of one text that are shown; what is cut costs nothing. Same as of the <see cref="MemoryRenderer"/>.</summary>
    /// <value>The default is 1500.</value>
    public int MaximumTextLength { get; set; } = 1500;

    /// <summary>Gets or sets how the tokens of a text are counted.</summary>
    /// <value>The default is <see langword="null"/>: a quarter of its characters for letters and digits, one for each character of scripts without spaces.</value>
    public Func<string, int>? CountTokens { get; set; }

    /// <summary>Gets or sets what relevance to the question counts.</summary>
    /// <value>The default is 1.</value>
    public double Relevance { get; set; } = 1;

    /// <summary>Gets or sets what full strength counts.</summary>
    /// <value>The default is 0.1.</value>
    public double Strength { get; set; } = 0.1;

    /// <summary>Gets or sets what it counts that a cue of the request is shared.</summary>
    /// <value>The default is 0.1.</value>
    public double Cue { get; set; } = 0.1;

    /// <summary>Gets or sets what being unlike everything in mind counts against all the rest, 0 to 1.</summary>
    /// <value>The default is 0.3.</value>
    public double Novelty { get; set; } = 0.3;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumChunks, 1, nameof(MaximumChunks));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTokens, 1, nameof(MaximumTokens));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaximumTextLength, 1, nameof(MaximumTextLength));
        if (Novelty is not (>= 0 and <= 1) || !double.IsFinite(Relevance + Strength + Cue) || Math.Min(Relevance, Math.Min(Strength, Cue)) < 0)
        {
            throw new ArgumentException("Working memory needs a novelty of 0 to 1, and weights that are numbers of at least 0.", nameof(Novelty));
        }
    }
}
