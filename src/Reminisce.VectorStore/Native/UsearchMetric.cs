namespace Reminisce.VectorData.Native;

/// <summary>How an index measures the distance between two vectors; smaller is nearer.</summary>
internal enum UsearchMetric
{
    /// <summary><c>1 - cos(a, b)</c>, from 0 to 2.</summary>
    Cosine = 1,

    /// <summary><c>1 - a·b</c>, unbounded.</summary>
    InnerProduct = 2,

    /// <summary>The squared Euclidean distance.</summary>
    L2sq = 3,

    /// <summary>The number of bits that differ; needs <see cref="UsearchQuantization.B1"/>.</summary>
    Hamming = 8,
}
