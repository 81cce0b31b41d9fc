using Reminisce.Training.Gradients.Fused;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>The values that depend on trainable ones, and how they do.</summary>
internal sealed class GradientReach
{
    private readonly GraphProto _graph;
    private readonly IReadOnlyDictionary<string, ValueFacts> _facts;

    // Value to the node that made it and the input through which it was reached; trainable values have none.
    private readonly Dictionary<string, (NodeProto Node, string From)?> _origin = new(StringComparer.Ordinal);

    public GradientReach(GraphProto graph, IEnumerable<string> trainable, IReadOnlyDictionary<string, ValueFacts> facts)
    {
        _graph = graph;
        _facts = facts;
        foreach (var name in trainable)
        {
            _origin[name] = null;
        }

        foreach (var node in graph.Node)
        {
            var from = node.Input.FirstOrDefault(_origin.ContainsKey);
            if (from is null)
            {
                continue;
            }

            foreach (var output in node.Output.Where(o => o.Length > 0 && facts[o].IsReal))
            {
                _origin[output] = (node, from);
            }
        }
    }

    public bool Contains(string value) => _origin.ContainsKey(value);

    /// <summary>Whether all values of a node that depend on trainable ones are of the width that gradients have.</summary>
    public bool IsFloat(NodeProto node) => node.Input.Concat(node.Output).All(v => !Contains(v) || _facts[v].IsFloat);

    /// <summary>Says which operator has no gradient, and the path through it from a trainable value to the loss.</summary>
    public string Explain(NodeProto missing, string loss)
    {
        var limit = IsFloat(missing) ? FusedForms.Limit(missing, _graph, _facts) : "values of other than 32 bits";
        return $"The operator {OperatorGradients.NameOf(missing)} of node '{missing.Name}' has no gradient{(limit is null ? "" : $" with {limit}")}, and training needs one: "
            + $"{Path(missing, loss)}. Operators with a gradient: {string.Join(", ", OperatorGradients.Names)}.";
    }

    /// <summary>The path through a node from a trainable value to the loss.</summary>
    public string Path(NodeProto through, string loss)
    {
        var before = new List<string>();
        string? value = through.Input.First(Contains);
        while (value is not null)
        {
            var origin = _origin[value];
            before.Add(origin is null ? $"'{value}'" : Name(origin.Value.Node));
            value = origin?.From;
        }

        before.Reverse();
        return string.Join(" -> ", before.Append(Name(through)).Concat(After(through, loss)).Append($"loss '{loss}'"));
    }

    private IEnumerable<string> After(NodeProto node, string loss)
    {
        var nodes = _graph.Node.ToArray();
        while (!node.Output.Contains(loss))
        {
            var useful = Useful(nodes, loss);
            var next = nodes.FirstOrDefault(n => n.Input.Any(node.Output.Contains) && n.Output.Any(useful.Contains));
            if (next is null)
            {
                yield break;
            }

            yield return Name(next);
            node = next;
        }
    }

    private static HashSet<string> Useful(NodeProto[] nodes, string loss)
    {
        var useful = new HashSet<string>(StringComparer.Ordinal) { loss };
        foreach (var node in nodes.Reverse())
        {
            if (node.Output.Any(useful.Contains))
            {
                useful.UnionWith(node.Input);
            }
        }

        return useful;
    }

    private static string Name(NodeProto node) => $"{node.OpType} '{node.Name}'";
}
