namespace Reminisce.VectorData;

/// <summary>How the shortlists of several exits become one ranking.</summary>
public enum RetrievalMerge
{
    /// <summary>By similarity in standard deviations above unrelated pairs, exit by exit.</summary>
    Calibrated = 0,

    /// <summary>By reciprocal rank within each exit, which needs no calibration; scores are 1 / (60 + rank).</summary>
    RankFusion = 1,
}
