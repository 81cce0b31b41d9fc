using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>The function that a product or a convolution ends with.</summary>
internal static class Activation
{
    /// <summary>Appends a function by its operator's name.</summary>
    /// <param name="write">Where to append.</param>
    /// <param name="value">What it is a function of.</param>
    /// <param name="name">The operator; an empty one is no function.</param>
    /// <param name="parameters">Bounds of Clip, alpha and beta of others; those left out have the operator's defaults.</param>
    public static string Append(NodeWriter write, string value, string name, float[] parameters) => name switch
    {
        "" => value,
        "Clip" => write.Node("Clip", [value, .. parameters.Select(write.Scalar)]),
        _ => write.Node(name, [value], [.. parameters.Zip(["alpha", "beta"], (p, n) => GraphBuilder.Attribute(n, p))]),
    };
}
