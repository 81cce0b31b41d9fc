using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Healing;

/// <summary>A product with a stored weight matrix, which an adapter can be added to and merged into.</summary>
/// <param name="Node">The MatMul or Gemm.</param>
/// <param name="Weight">Name of the stored matrix, at 32 or 16 bits.</param>
/// <param name="From">Numbers of a row that go in.</param>
/// <param name="To">Numbers that come out.</param>
/// <param name="IsTransposed">Whether the matrix is stored as out x in.</param>
/// <param name="Role">What it does in its block.</param>
internal sealed record WeightProduct(NodeProto Node, string Weight, int From, int To, bool IsTransposed, AdapterTargets Role);
