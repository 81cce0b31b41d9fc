namespace Reminisce.Evaluation;

/// <summary>The known law by which the need for a memory falls, in a synthetic log of uses.</summary>
internal enum AccessLaw
{
    /// <summary>As a power of the time since the last use, and of the number of uses.</summary>
    Power,

    /// <summary>Exponentially, each memory with a half-life of its own between a day and half a year.</summary>
    Mixture,

    /// <summary>Exponentially, all memories with one half-life and alike in need: the control that an exponential must win.</summary>
    Exponential,
}
