using Microsoft.ML.OnnxRuntime.Tensors;

namespace Reminisce.Training.Gradients;

/// <summary>What is known of one value of a graph when its input shapes are fixed.</summary>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Type">What its numbers are.</param>
/// <param name="Integers">Its integers where they follow from the shapes and constants alone, else null.</param>
internal sealed record ValueFacts(long[] Shape, TensorElementType Type, long[]? Integers)
{
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);

    /// <summary>Whether it holds 32-bit floats, so that it can have a gradient here.</summary>
    public bool IsFloat => Type == TensorElementType.Float;

    /// <summary>Whether it holds floats of any width, so that it depends on others by slopes.</summary>
    public bool IsReal => Type is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.BFloat16 or TensorElementType.Double;
}
