namespace Reminisce.Memory;

/// <summary>Why something to remember was not stored again.</summary>
public enum DropReason
{
    /// <summary>The same content of the same time, scope and trust is stored.</summary>
    SameContent = 0,

    /// <summary>It repeats what was recalled just before: an echo is no evidence.</summary>
    RecalledBefore = 1,

    /// <summary>It looks like a picture perceived shortly before.</summary>
    LooksTheSame = 2,

    /// <summary>It reads like words perceived shortly before.</summary>
    ReadsTheSame = 3,
}
