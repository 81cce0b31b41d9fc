namespace Reminisce;

/// <summary>How the numbers of an <see cref="Activation"/> are stored.</summary>
/// <remarks>
/// Values are written to stores and never given another meaning. 2 and 3 were forms without a mean token: what is stored under
/// them is refused as unknown, which costs the work of encoding the item again and nothing else.
/// </remarks>
public enum ActivationFormat
{
    /// <summary>32-bit floats, little endian.</summary>
    Float32 = 0,

    /// <summary>16-bit floats, little endian.</summary>
    Float16 = 1,

    /// <summary>Symmetric 8-bit integers in blocks of 32 with one 16-bit float scale each, around the mean token; first and last token in 16-bit floats.</summary>
    Int8 = 4,

    /// <summary>Symmetric 4-bit integers in blocks of 32 with one 16-bit float scale each, around the mean token; first and last token in 8 bits.</summary>
    Int4 = 5,
}
