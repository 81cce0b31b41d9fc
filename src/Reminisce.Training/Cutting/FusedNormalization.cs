using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Takes two operators of ONNX Runtime apart that make more than one value which blocks read.</summary>
/// <remarks>
/// In a fused pre-norm model SkipLayerNormalization makes both the residual stream and its normalised form, and the next block reads both:
/// no single value lies between the blocks. As Add and LayerNormalization the stream alone does; the runtime fuses them again.
/// EmbedLayerNormalization hands the mask on as lengths; attention takes the mask itself as well.
/// </remarks>
internal static class FusedNormalization
{
    public static void TakeApart(GraphProto graph)
    {
        var nodes = graph.Node.SelectMany(n => HidesSum(n) ? Parts(n) : HandsMaskOn(n) ? WithoutMask(n) : [n]).ToList();
        graph.Node.Clear();
        graph.Node.AddRange(nodes);
    }

    private static bool HidesSum(NodeProto node) => node.OpType == "SkipLayerNormalization" && node.Domain == "com.microsoft" && node.Input.Count > 2 && node.Output.Count > 3 && node.Output[3].Length > 0;

    private static bool HandsMaskOn(NodeProto node) => node.OpType == "EmbedLayerNormalization" && node.Output.Count > 1 && node.Output[1].Length > 0 && node.Input.Count > 7 && node.Input[7].Length > 0;

    private static IEnumerable<NodeProto> WithoutMask(NodeProto node)
    {
        yield return new NodeProto { OpType = "Identity", Name = node.Name + "/mask", Input = { node.Input[7] }, Output = { node.Output[1] } };
        var rest = node.Clone();
        rest.Input[7] = "";
        rest.Output[1] = "";
        yield return rest;
    }

    private static IEnumerable<NodeProto> Parts(NodeProto node)
    {
        var sum = node.Output[3];
        var bias = node.Input.Count > 4 && node.Input[4].Length > 0 ? node.Input[4] : null;
        var first = bias is null ? sum : sum + "/without_bias";
        yield return new NodeProto { OpType = "Add", Name = node.Name + "/Add", Input = { node.Input[0], node.Input[1] }, Output = { first } };
        if (bias is not null)
        {
            yield return new NodeProto { OpType = "Add", Name = node.Name + "/Bias", Input = { first, bias }, Output = { sum } };
        }

        var normal = new NodeProto { OpType = "LayerNormalization", Name = node.Name, Input = { sum, node.Input[2] }, Output = { node.Output[0] } };
        if (node.Input.Count > 3 && node.Input[3].Length > 0)
        {
            normal.Input.Add(node.Input[3]);
        }

        normal.Attribute.Add(Onnx.GraphBuilder.Attribute("axis", -1));
        normal.Attribute.AddRange(node.Attribute.Where(a => a.Name == "epsilon"));
        yield return normal;
    }
}
