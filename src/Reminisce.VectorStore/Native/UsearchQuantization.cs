namespace Reminisce.VectorData.Native;

/// <summary>The number format in which an index keeps its vectors. Vectors go in and come out as f32 always.</summary>
internal enum UsearchQuantization
{
    /// <summary>32-bit floats.</summary>
    F32 = 1,

    /// <summary>16-bit floats: half the memory and a third faster than <see cref="F32"/> at the same recall.</summary>
    F16 = 3,

    /// <summary>Bytes, scaled from the unit vector; only the direction survives, so only <see cref="UsearchMetric.Cosine"/> is right.</summary>
    I8 = 4,

    /// <summary>One bit each, set where the component is above zero; needs <see cref="UsearchMetric.Hamming"/>.</summary>
    B1 = 5,
}
