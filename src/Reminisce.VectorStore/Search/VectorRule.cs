using System.Numerics;
using System.Numerics.Tensors;

namespace Reminisce.VectorData.Search;

/// <summary>Refuses vectors that would poison a ranking.</summary>
internal static class VectorRule
{
    /// <exception cref="ArgumentException">The length is not the property's, or a component is not a finite number.</exception>
    public static void Check<T>(ReadOnlySpan<T> vector, int dimensions, string property, string parameter)
        where T : INumber<T>
    {
        if (vector.Length != dimensions)
        {
            throw new ArgumentException(
                $"The vector for property '{property}' has {vector.Length} dimensions, but the property was declared with {dimensions}: use the model that made the stored vectors.",
                parameter);
        }

        if (!TensorPrimitives.IsFiniteAll(vector))
        {
            throw new ArgumentException($"The vector for property '{property}' contains NaN or Infinity: every component must be a finite number.", parameter);
        }
    }
}
