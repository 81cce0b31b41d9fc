namespace Reminisce.VectorData;

/// <summary>Where the distribution of unrelated pairs, which scores are expressed in, comes from.</summary>
public enum CalibrationSource
{
    /// <summary>From the encoder: measured on held-out pairs when the pack was built.</summary>
    Pack = 0,

    /// <summary>From the pack, corrected by what this store holds: each query is compared with a sample of the stored vectors of each exit.</summary>
    Store = 1,
}
