using System.Numerics.Tensors;

namespace Reminisce.Training.Learning.Optimization;

/// <summary>Length of the whole gradient, and its clipping.</summary>
internal static class GradientNorm
{
    /// <summary>Scales gradients down to a length, when they are longer.</summary>
    /// <returns>Their length before; not finite when one of them is not.</returns>
    public static float Clip(Span<float> gradients, float longest)
    {
        var norm = TensorPrimitives.Norm<float>(gradients);
        if (float.IsFinite(norm) && norm > longest)
        {
            TensorPrimitives.Multiply(gradients, longest / norm, gradients);
        }

        return norm;
    }
}
