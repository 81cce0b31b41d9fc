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
}
