using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the projection of a pooled value into the shared space, at length 1.</summary>
internal static class EmbeddingHead
{
    public static string Write(LayerWriter layers, string pooled, string name, int from, int dimensions) =>
        Normalize(layers.Write, layers.Linear(pooled, name, from, dimensions, 1 / MathF.Sqrt(from), offset: false));

    /// <summary>Scales rows to length 1.</summary>
    public static string Normalize(NodeWriter write, string rows)
    {
        var squares = write.Node("ReduceSumSquare", [rows, write.Vector(-1)], GraphBuilder.Attribute("keepdims", 1));
        return write.Divide(rows, write.Node("Sqrt", [write.Add(squares, write.Scalar(1e-12f))]));
    }
}
