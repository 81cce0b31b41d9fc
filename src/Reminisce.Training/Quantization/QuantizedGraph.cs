namespace Reminisce.Training.Quantization;

/// <summary>A graph with smaller weights.</summary>
/// <param name="Graph">Its bytes.</param>
/// <param name="Matrices">The weight matrices that were quantised.</param>
internal sealed record QuantizedGraph(byte[] Graph, int Matrices);
