namespace Reminisce.Memory;

/// <summary>What an audit looks for.</summary>
public enum AuditFindingKind
{
    /// <summary>Memories of one scope with exactly the same content, in ordinary recall side by side.</summary>
    ExactDuplicate = 0,

    /// <summary>Memories that say nearly the same within a short time and are not compacted.</summary>
    NearDuplicate = 1,

    /// <summary>Recalled text that was stored as if it were new, or gists that stand for each other.</summary>
    Loop = 2,

    /// <summary>A key, a card number or a password in plain words.</summary>
    Secret = 3,

    /// <summary>A memory too weak to come to mind that still is in ordinary recall.</summary>
    Stale = 4,

    /// <summary>A memory that points to something which is not there: a gist, a member, an original; or one without a vector.</summary>
    Orphan = 5,

    /// <summary>A memory that is larger than a memory should be.</summary>
    Oversized = 6,

    /// <summary>A memory that was never used since it was stored.</summary>
    NeverRecalled = 7,
}
