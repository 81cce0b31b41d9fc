namespace Reminisce.Training.Quantization;

/// <summary>What the model card of a pack says about its smaller weights.</summary>
internal static class QuantizationCard
{
    public static string Write(WeightFormat format) => $"""
        ## Stage weights in {PackQuantizer.NameOf(format)}

        {How(format)}
        Tables, positions and convolutions of the stages are stored in 16 bits; norms, biases, heads and predictors are unchanged.

        """;

    /// <summary>Writes where a pack that was written anew came from, and what it keeps.</summary>
    public static string Write(WeightFormat format, string source, bool hasQueryHeads) =>
        $"{Write(format)}\nMade by `reminisce model quantize` from {source}; what stands above describes that pack.{(hasQueryHeads ? " The calibration of the query heads is that of the pack it was made from." : "")}\n";

    private static string How(WeightFormat format) => format switch
    {
        WeightFormat.Int8 => "Matrices are multiplied in 8 bits: weights in -64 to 64 with a scale for each column, activations with a scale for each token.\nSums of two products fit 16 bits, so that processors without VNNI do not saturate.",
        WeightFormat.Int4 => "Matrices are stored in 4 bits with a scale for every 32 weights of a column (MatMulNBits, accuracy_level 4: activations are brought\nto 8 bits).",
        _ => "Matrices are stored in 16 bits and multiplied in 32.",
    };
}
