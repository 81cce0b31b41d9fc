using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>The part of a model that leads from one content input to one output, under the names that packs use.</summary>
/// <remarks>
/// Values fall into three kinds. <em>Content</em> values carry what the item is, and are what blocks compute. <em>Token</em> values are
/// computed from token numbers without looking up a table: padding, positions, the place of the last token. All others are <em>side</em>
/// values: they follow from weights, shapes and the mask, so every stage can compute them again.
/// </remarks>
internal sealed class TowerGraph
{
    private readonly Dictionary<string, NodeProto> _makers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _content = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tokens = new(StringComparer.Ordinal);

    private TowerGraph(string file, ModelProto model, TowerInput input, string output)
    {
        File = file;
        Model = model;
        Input = input;
        Output = output;
        Weights = model.Graph.Initializer.ToDictionary(t => t.Name, StringComparer.Ordinal);
        foreach (var node in Nodes)
        {
            foreach (var made in NodeReads.Outputs(node))
            {
                _makers[made] = node;
            }
        }

        (input.Modality == TowerInput.Text ? _tokens : _content).Add(input.Name);
        foreach (var node in Nodes)
        {
            Classify(node);
        }
    }

    /// <summary>Gets the file's name, for messages.</summary>
    public string File { get; }

    /// <summary>Gets the model, reduced to what the output needs.</summary>
    public ModelProto Model { get; }

    public TowerInput Input { get; }

    public string Output { get; }

    public IReadOnlyList<NodeProto> Nodes => Model.Graph.Node;

    public IReadOnlyDictionary<string, TensorProto> Weights { get; }

    public bool HasMask => Model.Graph.Input.Any(i => i.Name == TowerInput.AttentionMask);

    /// <summary>Reduces a model to one tower.</summary>
    /// <param name="file">Its file's name.</param>
    /// <param name="model">The model; it is not changed.</param>
    /// <param name="input">The content input.</param>
    /// <param name="output">The output to keep.</param>
    /// <exception cref="SourceModelException">The output needs an input that packs do not have.</exception>
    public static TowerGraph Create(string file, ModelProto model, TowerInput input, string output)
    {
        var reduced = SourceNames.Normalize(file, model, input, ref output);
        Reduce(reduced.Graph, output);
        foreach (var needed in reduced.Graph.Input)
        {
            if (needed.Name != input.Name && needed.Name != TowerInput.AttentionMask)
            {
                var reader = reduced.Graph.Node.First(n => NodeReads.Of(n).Contains(needed.Name));
                throw new SourceModelException(file, $"an output '{NodeReads.Printable(output)}' that needs no inputs but {input.Name} and {TowerInput.AttentionMask}", $"{NodeReads.Describe(reader)} that reads the input {TowerInput.Describe(needed)}");
            }
        }

        return reduced.Graph.Input.Any(i => i.Name == input.Name)
            ? new TowerGraph(file, reduced, input, output)
            : throw new SourceModelException(file, $"an output '{NodeReads.Printable(output)}' that depends on '{NodeReads.Printable(input.SourceName)}'", "one that does not");
    }

    public bool IsContent(string value) => _content.Contains(value);

    public bool IsToken(string value) => _tokens.Contains(value);

    /// <summary>Finds the node that makes a value; weights and inputs have none.</summary>
    public NodeProto? MakerOf(string value) => _makers.GetValueOrDefault(value);

    /// <summary>Tells whether a node answers with the lengths of its input only.</summary>
    public static bool IsShape(NodeProto node) => node.OpType is "Shape" or "Size" && node.Domain is "" or "ai.onnx";

    /// <summary>Tells whether a node turns token numbers into content by looking up a table.</summary>
    public bool IsLookup(NodeProto node) =>
        node.OpType is "EmbedLayerNormalization" or "QEmbedLayerNormalization"
        || (node.OpType is "Gather" or "GatherBlockQuantized" && node.Input.Skip(1).Any(_tokens.Contains) && !_tokens.Contains(node.Input[0]) && !_content.Contains(node.Input[0]) && IsTable(node.Input[0]));

    private bool IsTable(string value) => !Weights.TryGetValue(value, out var weight) || weight.Dims.Count >= 2;

    private void Classify(NodeProto node)
    {
        if (IsShape(node))
        {
            return;
        }

        var reads = NodeReads.Of(node).ToList();
        if (reads.Any(_content.Contains) || IsLookup(node))
        {
            _content.UnionWith(NodeReads.Outputs(node));
        }
        else if (reads.Any(_tokens.Contains))
        {
            _tokens.UnionWith(NodeReads.Outputs(node));
        }
    }

    private static void Reduce(GraphProto graph, string output)
    {
        var needed = new HashSet<string>(StringComparer.Ordinal) { output };
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                kept.Add(node);
                needed.UnionWith(NodeReads.Of(node));
            }
        }

        kept.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
        Keep(graph.Initializer, t => needed.Contains(t.Name));
        Keep(graph.Input, i => needed.Contains(i.Name));
        Keep(graph.Output, o => o.Name == output);
    }

    private static void Keep<T>(Google.Protobuf.Collections.RepeatedField<T> list, Predicate<T> keep)
    {
        var kept = list.Where(t => keep(t)).ToList();
        list.Clear();
        list.AddRange(kept);
    }
}
