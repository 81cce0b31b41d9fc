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

    /// <summary>Whether a vector goes to native code changed, by <see cref="Prepare"/>, rather than as it is.</summary>
    public static bool Prepares(UsearchParameters parameters) =>
        parameters.Metric == UsearchMetric.Cosine || parameters.NativeDimensions != parameters.Dimensions;

    /// <summary>Writes a vector as native code takes it: at unit length for cosine, padded with zeros for single bits.</summary>
    /// <param name="vector">A vector that passed <see cref="Check"/>.</param>
    /// <param name="prepared">Takes <see cref="UsearchParameters.NativeDimensions"/> floats.</param>
    /// <param name="parameters">The index's.</param>
    public static void Prepare(ReadOnlySpan<float> vector, Span<float> prepared, UsearchParameters parameters)
    {
        if (parameters.Metric == UsearchMetric.Cosine)
        {
            Normalize(vector, prepared);
            return;
        }

        vector.CopyTo(prepared);
        prepared[vector.Length..].Clear();
    }

    private static void Normalize(ReadOnlySpan<float> vector, Span<float> unit)
    {
        float largest = MathF.Abs(TensorPrimitives.MaxMagnitude(vector));
        if (largest == 0)
        {
            unit.Clear();
        }
        else if (largest is > 1e15f or < 1e-15f)
        {
            // In two steps, since the squares of such components overflow or vanish.
            TensorPrimitives.Divide(vector, largest, unit);
            TensorPrimitives.Divide(unit, TensorPrimitives.Norm<float>(unit), unit);
        }
        else
        {
            TensorPrimitives.Divide(vector, TensorPrimitives.Norm(vector), unit);
        }
    }
}
