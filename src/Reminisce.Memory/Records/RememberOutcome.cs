namespace Reminisce.Memory;

/// <summary>What became of something to remember.</summary>
public enum RememberOutcome
{
    /// <summary>It is stored durably.</summary>
    Stored = 0,

    /// <summary>The same content of the same time was already there; nothing was added.</summary>
    Duplicate = 1,

    /// <summary>It could not be remembered; the reason is in <see cref="RememberResult.Reason"/>.</summary>
    Rejected = 2,
}
