using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;

namespace Reminisce.Training.Exits;

/// <summary>Writes the contrastive loss of items and their queries.</summary>
internal static class Contrast
{
    /// <summary>Symmetric InfoNCE; each of an item's queries is a positive.</summary>
    /// <param name="write">The graph.</param>
    /// <param name="items">Embeddings <c>[B, D]</c>.</param>
    /// <param name="queries">Embeddings <c>[B n, D]</c>; query q of item i is row <c>i n + q</c>.</param>
    /// <param name="scale">What similarities are multiplied with: one over the temperature.</param>
    /// <param name="batch">B.</param>
    /// <param name="perItem">n.</param>
    public static string Write(NodeWriter write, string items, string queries, string scale, int batch, int perItem)
    {
        var total = batch * perItem;
        var positives = new float[batch * total];
        for (var query = 0; query < total; query++)
        {
            // The mean over positives and both directions, and the sign, are part of the constant.
            positives[(query / perItem * total) + query] = -0.5f / total;
        }

        var similarities = write.Multiply(write.Gemm(items, queries, transposeRight: true), scale);
        var toQueries = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 1));
        var toItems = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 0));
        return write.ReduceSum(write.Multiply(write.Add(toQueries, toItems), write.Floats(positives, [batch, total])), [0, 1], keepAxes: false);
    }

    /// <summary>InfoNCE of items among candidates, of which each item's own come first.</summary>
    /// <param name="write">The graph.</param>
    /// <param name="items">Embeddings <c>[B, D]</c>.</param>
    /// <param name="candidates">Embeddings <c>[C, D]</c>; own query q of item i is row <c>i n + q</c>, those of nobody follow.</param>
    /// <param name="scale">One over the temperature.</param>
    /// <param name="batch">B.</param>
    /// <param name="perItem">n.</param>
    /// <param name="count">C.</param>
    public static string Toward(NodeWriter write, string items, string candidates, float scale, int batch, int perItem, int count)
    {
        var positives = new float[batch * count];
        for (var own = 0; own < batch * perItem; own++)
        {
            positives[(own / perItem * count) + own] = -1f / (batch * perItem);
        }

        var similarities = write.Gemm(items, candidates, transposeRight: true, scale: scale);
        var shares = write.Node("LogSoftmax", [similarities], GraphBuilder.Attribute("axis", 1));
        return write.ReduceSum(write.Multiply(shares, write.Floats(positives, [batch, count])), [0, 1], keepAxes: false);
    }
}
