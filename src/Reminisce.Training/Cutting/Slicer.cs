using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Takes the part of a tower between two cuts as a graph of its own.</summary>
/// <remarks>
/// Side values are carried along by computing them again: from weights, from the mask, and from lengths. Lengths of values that lie before
/// the part are put together from the lengths of the hidden states; the place of the last token comes from the mask.
/// </remarks>
internal sealed class Slicer(TowerGraph graph, ShapeProbe probe, Blocks blocks)
{
    public const string Hidden = "hidden";

    /// <summary>Takes all that computes a value.</summary>
    /// <param name="from">The cut from which on; <see langword="null"/> for the content input.</param>
    /// <param name="to">The value.</param>
    /// <exception cref="SourceModelException">A node of the part needs what no stage is given.</exception>
    public Slice Take(string? from, string to)
    {
        var inside = from is null ? null : Behind(from);
        var result = new GraphProto { Name = graph.Model.Graph.Name.Length > 0 ? graph.Model.Graph.Name : "tower" };
        var entry = new NodeWriter(result, "carried/");
        if (from is not null)
        {
            result.Input.Add(Declare(Hidden, ElementSizes.Float, HiddenShape()));
            HandOn(entry, Hidden, ElementSizes.Float, from, probe.TypeOf(from));
        }

        var needed = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<NodeProto>();
        var open = new Stack<string>([to]);
        while (open.TryPop(out var value))
        {
            if (value == from || !needed.Add(value))
            {
                continue;
            }

            if (graph.MakerOf(value) is not { } node)
            {
                continue;
            }

            needed.UnionWith(NodeReads.Outputs(node));
            if (inside is not null && !inside.Contains(value) && Carry(entry, node, kept))
            {
                if (node.OpType == "ArgMax")
                {
                    needed.Add(TowerInput.AttentionMask);
                }

                continue;
            }

            kept.Add(node);
            foreach (var read in NodeReads.Of(node))
            {
                open.Push(read);
            }
        }

        var wanted = kept.ToHashSet();
        result.Node.AddRange(graph.Nodes.Where(wanted.Contains));
        result.Initializer.AddRange(graph.Model.Graph.Initializer.Where(t => needed.Contains(t.Name)));
        foreach (var input in graph.Model.Graph.Input.Where(i => needed.Contains(i.Name)))
        {
            result.Input.Add(Declare(input.Name, input.Type.TensorType.ElemType, [-1, .. InputShape(input.Name)]));
        }

        if (needed.Contains(TowerInput.AttentionMask) && result.Input.All(i => i.Name != TowerInput.AttentionMask))
        {
            result.Input.Add(Declare(TowerInput.AttentionMask, ElementSizes.Int64, [-1, -1]));
        }

        result.ValueInfo.AddRange(graph.Model.Graph.ValueInfo.Where(v => needed.Contains(v.Name) && v.Name != to && v.Type?.TensorType is not null && IsOpen(v)));
        return new Slice(result, to);
    }

    /// <summary>Declares a value; a negative dimension is open.</summary>
    public static ValueInfoProto Declare(string name, int type, IReadOnlyList<long> shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select((d, i) => d < 0
            ? new TensorShapeProto.Types.Dimension { DimParam = i == 0 ? "batch" : i == 1 ? "tokens" : $"axis{i}" }
            : new TensorShapeProto.Types.Dimension { DimValue = d }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions } } };
    }

    /// <summary>Gives the shape of hidden states: the tokens are open for text, and where the probe saw them change.</summary>
    public long[] HiddenShape() => [-1, graph.Input.Modality == TowerInput.Text || blocks.SmallTokens != blocks.LargeTokens ? -1 : blocks.SmallTokens, blocks.Width];

    /// <summary>Hands a value on under another name and, where they differ, in another type.</summary>
    public static void HandOn(NodeWriter write, string from, int fromType, string to, int toType)
    {
        var node = new NodeProto { OpType = fromType == toType ? "Identity" : "Cast", Name = "boundary/" + to, Input = { from }, Output = { to } };
        if (fromType != toType)
        {
            node.Attribute.Add(GraphBuilder.Attribute("to", toType));
        }

        write.Graph.Node.Add(node);
    }

    // Declared shapes of an export with a fixed batch would be wrong here.
    private static bool IsOpen(ValueInfoProto value) => value.Type.TensorType.Shape is { Dim.Count: > 0 } shape && shape.Dim[0].ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimParam;

    private IEnumerable<long> InputShape(string name) => name == TowerInput.AttentionMask || graph.Input.Modality == TowerInput.Text ? [-1] : graph.Input.Shape;

    private HashSet<string> Behind(string from)
    {
        var behind = new HashSet<string>(StringComparer.Ordinal) { from };
        foreach (var node in graph.Nodes)
        {
            if (NodeReads.Of(node).Any(behind.Contains))
            {
                behind.UnionWith(NodeReads.Outputs(node));
            }
        }

        return behind;
    }

    /// <summary>Replaces a node that reads what lies before the part; answers false for one that can be kept.</summary>
    private bool Carry(NodeWriter entry, NodeProto node, List<NodeProto> kept)
    {
        if (TowerGraph.IsShape(node))
        {
            return NodeReads.Of(node).Any(v => graph.IsContent(v) || graph.IsToken(v)) && CarryLengths(entry, node);
        }

        var isToken = NodeReads.Outputs(node).Any(graph.IsToken);
        if (isToken && node.OpType == "ArgMax")
        {
            CarryLastToken(entry, node);
            return true;
        }

        if (isToken && NodeReads.Of(node).Contains(graph.Input.Name))
        {
            var reader = kept.Find(n => NodeReads.Of(n).Any(node.Output.Contains)) ?? node;
            throw new SourceModelException(
                graph.File,
                "blocks that need only the hidden states and the attention mask",
                $"blocks that need the token numbers too, by {NodeReads.Describe(reader)}");
        }

        return false;
    }

    private bool CarryLengths(NodeWriter entry, NodeProto node)
    {
        var (small, large) = probe.AnswerOf(node);
        var shape = entry.Node("Shape", [Hidden]);
        var lengths = new List<string>(small.Length);
        for (var i = 0; i < small.Length; i++)
        {
            var length = Length.Explain(small[i], large[i], blocks.SmallTokens, blocks.LargeTokens) ?? throw new SourceModelException(
                graph.File,
                "lengths that follow the batch or the number of tokens",
                $"{NodeReads.Describe(node)}, which answers {small[i]} for {blocks.SmallTokens} tokens and {large[i]} for {blocks.LargeTokens}");
            lengths.Add(length.Write(entry, shape));
        }

        if (node.OpType == "Size")
        {
            entry.Graph.Node.Add(new NodeProto { OpType = "Reshape", Name = node.Name, Input = { lengths[0], entry.Vector() }, Output = { node.Output[0] } });
        }
        else
        {
            var joined = new NodeProto { OpType = "Concat", Name = node.Name, Output = { node.Output[0] }, Attribute = { GraphBuilder.Attribute("axis", 0) } };
            joined.Input.AddRange(lengths);
            entry.Graph.Node.Add(joined);
        }

        return true;
    }

    // The tokenizer ends each text with its end token and pads behind it, so the place that the source looks for is the last that the mask shows.
    private static void CarryLastToken(NodeWriter entry, NodeProto node)
    {
        var keep = node.Attribute.FirstOrDefault(a => a.Name == "keepdims")?.I ?? 1;
        var last = Pooling.LastToken(entry, TowerInput.AttentionMask, keep == 1 ? [-1, 1] : [-1]);
        entry.Graph.Node.Add(new NodeProto { OpType = "Identity", Name = node.Name, Input = { last }, Output = { node.Output[0] } });
    }
}
