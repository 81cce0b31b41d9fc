using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>Takes apart what optimisers fuse, so that the gradients of plain operators serve.</summary>
/// <remarks>Only nodes that a trainable value reaches; what is only run stays fused.</remarks>
internal static class FusedForms
{
    private static readonly Dictionary<string, IFusedForm> s_forms = Index(
        new AttentionForm(), new BiasGeluForm(), new EmbedLayerNormalizationForm(), new FusedConvForm(), new FusedGemmForm(), new FusedMatMulForm(),
        new MultiHeadAttentionForm(), new SimplifiedLayerNormalizationForm(), new SkipLayerNormalizationForm(), new SkipSimplifiedLayerNormalizationForm());

    public static IEnumerable<string> Names => s_forms.Keys;

    /// <summary>Replaces fused nodes by plain ones.</summary>
    /// <param name="graph">The graph; it is changed.</param>
    /// <param name="reach">What depends on trainable values.</param>
    /// <param name="facts">Facts of the graph's values.</param>
    /// <returns>Whether there were any.</returns>
    public static bool TakeApart(GraphProto graph, GradientReach reach, IReadOnlyDictionary<string, ValueFacts> facts)
    {
        var nodes = graph.Node.ToArray();
        graph.Node.Clear();
        var found = false;
        foreach (var node in nodes)
        {
            var fused = new FusedNode(node, new NodeWriter(graph, $"{node.Output[0]}/"), facts);
            if (node.Input.Any(reach.Contains) && Find(node) is { } form && form.Limit(fused) is null)
            {
                form.Append(fused);
                found = true;
            }
            else
            {
                graph.Node.Add(node);
            }
        }

        return found;
    }

    /// <summary>What keeps a node of a known form from being taken apart, or null.</summary>
    public static string? Limit(NodeProto node, GraphProto graph, IReadOnlyDictionary<string, ValueFacts> facts) =>
        Find(node)?.Limit(new FusedNode(node, new NodeWriter(graph, ""), facts));

    private static IFusedForm? Find(NodeProto node) => s_forms.GetValueOrDefault(OperatorGradients.NameOf(node));

    private static Dictionary<string, IFusedForm> Index(params IFusedForm[] forms) =>
        forms.SelectMany(f => f.Operators.Select(o => (o, f))).ToDictionary(p => p.o, p => p.f, StringComparer.Ordinal);
}
