namespace Reminisce.Memory;

/// <summary>What a full sensory buffer lets go.</summary>
public enum SensoryDrop
{
    /// <summary>The oldest impression: what is seen now matters most.</summary>
    Oldest = 0,

    /// <summary>The impression that comes: what is held is kept.</summary>
    Newest = 1,
}
