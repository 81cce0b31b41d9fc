using Reminisce.Training.Onnx;

namespace Reminisce.Training.Gradients.Operators;

/// <summary>Adds rows to the places of an axis that they came from.</summary>
internal static class Scatter
{
    /// <summary>Zeros of a shape, plus the given values at the given indices of one axis; an index may occur more than once.</summary>
    /// <param name="write">Where to append.</param>
    /// <param name="target">Shape of the result.</param>
    /// <param name="axis">The axis the indices run along.</param>
    /// <param name="indices">A vector of indices.</param>
    /// <param name="values">The values, of shape <paramref name="shape"/>.</param>
    /// <param name="shape">The target's shape with the number of indices at the axis.</param>
    public static string AddAlong(NodeWriter write, long[] target, int axis, string indices, string values, long[] shape)
    {
        var lone = shape.Select((n, i) => i == axis ? n : 1).ToArray();
        var spread = write.Node("Expand", [write.Reshape(indices, lone), write.Vector(shape)]);
        return write.Node(
            "ScatterElements",
            [write.Zeros(target), spread, values],
            GraphBuilder.Attribute("axis", axis),
            GraphBuilder.Attribute("reduction", "add"));
    }
}
