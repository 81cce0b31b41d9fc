using System.Numerics.Tensors;

namespace Reminisce.VectorData.Native;

/// <summary>What a vector must be before native code may see it, and the form in which it goes there.</summary>
/// <remarks>
/// Cosine indexes hold unit vectors: then no length, however large or small, overflows or vanishes in f16.
/// </remarks>
internal static class VectorRules
{
    /// <summary>Squares of larger components could overflow the sum of an f32 distance.</summary>
    private const float LargestF32 = 1e15f;

    private const float LargestF16 = 65_504f;

    /// <exception cref="ArgumentException">The vector has the wrong length, or a component that cannot be compared.</exception>
    public static void Check(ReadOnlySpan<float> vector, UsearchParameters parameters, string name)
    {
        if (vector.Length != parameters.Dimensions)
        {
            throw new ArgumentException($"A vector of {vector.Length} dimensions was given; the index holds vectors of {parameters.Dimensions}.", name);
        }

        // MaxMagnitude carries NaN through, so one pass finds NaN, infinities and values too large to store.
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (!float.IsFinite(largest))
        {
            throw new ArgumentException("The vector holds NaN or an infinity; every component must be finite.", name);
        }

        float limit = parameters.Quantization == UsearchQuantization.F16 ? LargestF16 : LargestF32;
        if (largest > limit && parameters.Metric is UsearchMetric.InnerProduct or UsearchMetric.L2sq)
        {
            throw new ArgumentException(
                $"The vector holds a component of magnitude {largest:g4}; {parameters.Metric} with {parameters.Quantization} takes at most {limit:g5}. Scale the vectors.", name);
        }
    }

    /// <summary>Whether vectors are brought to unit length on their way in.</summary>
    public static bool Normalizes(UsearchParameters parameters) => parameters.Metric == UsearchMetric.Cosine;

    /// <summary>Writes <paramref name="vector"/> at unit length; the zero vector stays zero.</summary>
    public static void Normalize(ReadOnlySpan<float> vector, Span<float> unit)
    {
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (largest == 0)
        {
            unit.Clear();
            return;
        }

        if (largest is > 1e15f or < 1e-15f)
        {
            // In two steps, since 1 / largest itself overflows for subnormal components.
            TensorPrimitives.Divide(vector, largest, unit);
            TensorPrimitives.Divide(unit, TensorPrimitives.Norm<float>(unit), unit);
            return;
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), unit);
    }
}
