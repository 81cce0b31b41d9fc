namespace Reminisce.Training;

/// <summary>How the weight matrices of a pack's stages are stored and multiplied.</summary>
public enum WeightFormat
{
    /// <summary>As the source has them.</summary>
    AsIs,

    /// <summary>Stored in 16 bits, multiplied in 32: half the file, the same speed.</summary>
    Fp16,

    /// <summary>8-bit products: a scale for each column of weights and each row of activations; a quarter of the file, faster.</summary>
    /// <remarks>
    /// Weights lie in -64 to 64, so that two products of an unsigned and a signed byte fit 16 bits: processors without VNNI add them
    /// there and would saturate, up to 18 % off, with weights to 127.
    /// </remarks>
    Int8,

    /// <summary>4 bits, a scale for every 32 weights of a column (MatMulNBits): about a sixth of the file.</summary>
    Int4,
}
