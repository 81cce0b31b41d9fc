namespace Reminisce.Encoders;

/// <summary>How long the stages of a tower stay in memory.</summary>
public enum StageResidency
{
    /// <summary>From their first use until the encoder is disposed: fastest.</summary>
    Resident = 0,

    /// <summary>
    /// Only while they run, the next one loading meanwhile: memory is that of two stages and the hidden states of one wave. For
    /// long imports on small machines; every wave loads the stages again, so make waves large or, for the least memory, one batch.
    /// (Paper: layer-wise execution of the memory encoder.)
    /// </summary>
    LayerWise = 1,
}
