namespace Reminisce.VectorData;

/// <summary>The number format of vectors inside an index; results are always put in order by the exact stored vectors.</summary>
public enum UsearchPrecision
{
    /// <summary>16-bit floats: half the memory of 32-bit ones at the same recall.</summary>
    Float16,

    /// <summary>32-bit floats.</summary>
    Float32,

    /// <summary>One byte per component of the unit vector: a quarter of the memory; cosine functions only.</summary>
    Int8,

    /// <summary>One sign bit per component: for vectors of hundreds of dimensions around zero; cosine functions only.</summary>
    Bit,
}
