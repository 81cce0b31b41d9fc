namespace Reminisce.Training.Quantization;

/// <summary>A constant matrix by which a graph multiplies from the right, <c>[Rows, Columns]</c> in the order of rows.</summary>
/// <param name="Source">The tensor that it comes from and how it was read, the same for the same matrix.</param>
/// <param name="Values">Its numbers.</param>
/// <param name="Rows">Numbers of a row of activations.</param>
/// <param name="Columns">Numbers of a row of results.</param>
/// <param name="IsHalf">Whether the product is computed in 16 bits.</param>
internal sealed record WeightMatrix(string Source, float[] Values, int Rows, int Columns, bool IsHalf);
