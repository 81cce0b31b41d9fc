using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>What a node reads and makes, the values that its branches and loops take from around them included.</summary>
internal static class NodeReads
{
    private const int MaxDepth = 16;

    public static IEnumerable<string> Of(NodeProto node) => node.Input.Where(i => i.Length > 0).Concat(Captured(node, 0));

    public static IEnumerable<string> Outputs(NodeProto node) => node.Output.Where(o => o.Length > 0);

    public static IEnumerable<GraphProto> Graphs(NodeProto node) => node.Attribute.SelectMany(a => a.G is null ? a.Graphs : a.Graphs.Prepend(a.G));

    /// <summary>How a node is called in messages.</summary>
    public static string Describe(NodeProto node) => $"the node '{Printable(node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "")}' ({Operator(node)})";

    public static string Operator(NodeProto node) => Printable(node.Domain.Length == 0 ? node.OpType : $"{node.Domain}.{node.OpType}");

    /// <summary>What a stranger wrote, made safe to show.</summary>
    public static string Printable(string value) => new([.. value.Take(120).Select(c => char.IsControl(c) ? '?' : c)]);

    private static IEnumerable<string> Captured(NodeProto node, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException("graphs nested too deeply");
        }

        foreach (var graph in Graphs(node))
        {
            var own = new HashSet<string>(graph.Initializer.Select(t => t.Name).Concat(graph.Input.Select(i => i.Name)).Concat(graph.Node.SelectMany(n => n.Output)), StringComparer.Ordinal);
            var read = graph.Node.SelectMany(n => n.Input.Where(i => i.Length > 0).Concat(Captured(n, depth + 1))).Concat(graph.Output.Select(o => o.Name));
            foreach (var value in read.Where(v => !own.Contains(v)))
            {
                yield return value;
            }
        }
    }
}
