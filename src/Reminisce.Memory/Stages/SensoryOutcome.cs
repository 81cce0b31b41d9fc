namespace Reminisce.Memory;

/// <summary>What became of an impression.</summary>
public enum SensoryOutcome
{
    /// <summary>It is held until it is taken.</summary>
    Held = 0,

    /// <summary>It is held, and the oldest impression was let go for it.</summary>
    HeldInPlaceOfOldest = 1,

    /// <summary>It looks or reads like one shortly before and was let go.</summary>
    Repeated = 2,

    /// <summary>The buffer is full and it was let go.</summary>
    Full = 3,

    /// <summary>It holds neither words nor media.</summary>
    Empty = 4,
}
