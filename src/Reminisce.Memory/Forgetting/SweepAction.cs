namespace Reminisce.Memory;

/// <summary>What a sweep does to memories.</summary>
public enum SweepAction
{
    /// <summary>Near-duplicates become one gist that links to them.</summary>
    Compact = 0,

    /// <summary>A weak memory moves to the cold tier: out of ordinary recall, found again by a strong cue.</summary>
    Fade = 1,
}
