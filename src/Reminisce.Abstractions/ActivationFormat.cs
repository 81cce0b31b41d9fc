namespace Reminisce;

/// <summary>How the numbers of an <see cref="Activation"/> are stored.</summary>
public enum ActivationFormat
{
    /// <summary>32-bit floats, little endian.</summary>
    Float32 = 0,

    /// <summary>16-bit floats, little endian.</summary>
    Float16 = 1,

    /// <summary>Symmetric 8-bit integers in blocks of 32, one 16-bit float scale a block.</summary>
    Int8 = 2,

    /// <summary>Symmetric 4-bit integers in blocks of 32, one 16-bit float scale a block.</summary>
    Int4 = 3,
}
