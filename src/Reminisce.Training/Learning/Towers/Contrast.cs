using Reminisce.Training.Gradients;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Writes symmetric InfoNCE: each row of one side finds its own rows of the other among all, and the other way round.</summary>
internal static class Contrast
{
    /// <summary>Temperature that similarities are divided by at the start.</summary>
    private const float Temperature = 0.07f;

    /// <summary>The factor of similarities, a weight that is trained.</summary>
    public static string Scale(LayerWriter layers, string name) =>
        layers.Write.Node("Exp", [layers.Weight(name, Initial.Constant(1, MathF.Log(1 / Temperature)), 1)]);

    /// <summary>Writes the loss.</summary>
    /// <param name="write">The graph.</param>
    /// <param name="items">Embeddings of length 1, <c>[N, D]</c>.</param>
    /// <param name="queries">Embeddings of length 1, <c>[N * each, D]</c>; query q belongs to item <c>q / each</c>.</param>
    /// <param name="scale">Factor of similarities.</param>
    /// <param name="count">N.</param>
    /// <param name="each">Queries of each item.</param>
    public static string Write(NodeWriter write, string items, string queries, string scale, int count, int each)
    {
        var total = count * each;
        var positives = new float[count * total];
        for (var i = 0; i < total; i++)
        {
            // The mean over positives and both directions, and the sign, are part of the constant.
            positives[(i / each * total) + i] = -0.5f / total;
        }

        var similarities = write.Multiply(write.Gemm(items, queries, transposeRight: true), scale);
        var toQuery = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 1));
        var toItem = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 0));
        var both = write.Multiply(write.Add(toQuery, toItem), write.Floats(positives, [count, total]));
        return write.ReduceSum(both, [0, 1], keepAxes: false);
    }
}
