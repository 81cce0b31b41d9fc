namespace Reminisce.Memory;

/// <summary>What a sweep does to memories.</summary>
public enum SweepAction
{
    /// <summary>Near-duplicates become one gist that links to them.</summary>
    Compact = 0,

    /// <summary>A weak memory moves to the cold tier: out of ordinary recall, found again by a strong cue.</summary>
    Fade = 1,

    /// <summary>A memory stays in ordinary recall with words and vector; its cached activation goes, so that its embedding stays as coarse as it is.</summary>
    Trim = 2,

    /// <summary>A memory that faded long ago is out of every recall, and removed when the sweep can no longer be undone.</summary>
    Drop = 3,
}
