using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Reminisce.VectorData.Search;

/// <summary>Vectors as they lie in the database: 32-bit floats, little-endian, without a header.</summary>
internal static class VectorBlob
{
    public static byte[] Write(ReadOnlySpan<float> vector) => MemoryMarshal.AsBytes(vector).ToArray();

    public static ReadOnlySpan<float> Read(ReadOnlySpan<byte> blob) => MemoryMarshal.Cast<byte, float>(blob);

    /// <summary>Refuses what would poison a ranking.</summary>
    /// <exception cref="ArgumentException">The length is not the property's, or a component is not a finite number.</exception>
    public static void Check(ReadOnlySpan<float> vector, int dimensions, string property, string parameter)
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
