namespace Reminisce.Memory.Storage;

/// <summary>Where a memory stands.</summary>
internal enum MemoryState
{
    /// <summary>In ordinary recall.</summary>
    Active = 0,

    /// <summary>A near-duplicate that another memory stands for.</summary>
    BehindGist = 1,

    /// <summary>Faded: found again by a strong cue only.</summary>
    Cold = 2,

    /// <summary>Stored but not yet bound to the rest of its episode; no search sees it, and a crash removes it.</summary>
    Unbound = 3,

    /// <summary>Faded and dropped: in no recall, removed when its sweep can no longer be undone.</summary>
    Dropped = 4,
}
