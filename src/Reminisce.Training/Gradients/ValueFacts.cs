namespace Reminisce.Training.Gradients;

/// <summary>What is known of one value of a graph when its input shapes are fixed.</summary>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="IsFloat">Whether it holds 32-bit floats, so that a gradient can exist.</param>
/// <param name="Integers">Its integers where they follow from the shapes and constants alone, else null.</param>
internal sealed record ValueFacts(long[] Shape, bool IsFloat, long[]? Integers)
{
    public long Count => Shape.Aggregate(1L, (a, b) => a * b);
}
