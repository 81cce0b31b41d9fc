using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes the projection of a pooled value into the shared space, at length 1.</summary>
internal static class EmbeddingHead
{
    public static string Write(LayerWriter layers, string pooled, string name, int from, int dimensions)
    {
        var projected = layers.Linear(pooled, name, from, dimensions, 1 / MathF.Sqrt(from), offset: false);
        var write = layers.Write;
        var squares = write.Node("ReduceSumSquare", [projected, write.Vector(-1)], GraphBuilder.Attribute("keepdims", 1));
        return write.Divide(projected, write.Node("Sqrt", [write.Add(squares, write.Scalar(1e-12f))]));
    }
}
