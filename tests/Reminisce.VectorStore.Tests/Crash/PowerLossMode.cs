namespace Reminisce.VectorData.Tests.Crash;

/// <summary>What becomes of that which was written but not synced.</summary>
internal enum PowerLossMode
{
    /// <summary>Nothing of it reached the disk.</summary>
    AllLost,

    /// <summary>All of it did: the process alone died.</summary>
    AllKept,

    /// <summary>Some of its sectors did, in any order.</summary>
    Torn,

    /// <summary>Some did, and some were given to the file but never written: they read as zeros.</summary>
    Zeroed,
}
