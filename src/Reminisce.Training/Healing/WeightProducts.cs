using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Healing;

/// <summary>Finds the products of a stage and tells by their place around attention what each does.</summary>
internal static class WeightProducts
{
    private const int FloatType = 1;
    private const int HalfType = 10;

    /// <summary>Finds the products in the order of the graph.</summary>
    public static IReadOnlyList<WeightProduct> Find(GraphProto graph)
    {
        var weights = Weights(graph);
        var shared = graph.Node.SelectMany(n => n.Input).GroupBy(i => i).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        var makers = new Dictionary<string, NodeProto>(StringComparer.Ordinal);
        var products = new Dictionary<NodeProto, WeightProduct>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output)
            {
                makers[output] = node;
            }

            if (node.Domain is "" or "ai.onnx" && node.OpType is "MatMul" or "Gemm" && weights.TryGetValue(node.Input[1], out var tensor) && !shared.Contains(node.Input[1]))
            {
                var transposed = node.OpType == "Gemm" && node.Attribute.Any(a => a.Name == "transB" && a.I != 0);
                var plain = node.OpType == "MatMul" || !node.Attribute.Any(a => (a.Name == "transA" && a.I != 0) || (a.Name == "alpha" && a.F != 1));
                if (plain)
                {
                    var (rows, columns) = ((int)tensor.Dims[0], (int)tensor.Dims[1]);
                    products[node] = new WeightProduct(node, tensor.Name, transposed ? columns : rows, transposed ? rows : columns, transposed, AdapterTargets.Mlp);
                }
            }
        }

        var readers = graph.Node.SelectMany(n => n.Input.Select(i => (Input: i, Node: n))).ToLookup(p => p.Input, p => p.Node, StringComparer.Ordinal);
        foreach (var softmax in graph.Node.Where(n => n.OpType == "Softmax"))
        {
            Classify(softmax, makers, readers, products);
        }

        return [.. graph.Node.Where(products.ContainsKey).Select(n => products[n])];
    }

    // Scores come from queries and keys; what the softmax weighs are values; the next product after it is the output.
    private static void Classify(NodeProto softmax, Dictionary<string, NodeProto> makers, ILookup<string, NodeProto> readers, Dictionary<NodeProto, WeightProduct> products)
    {
        var scores = Back(softmax.Input[0], makers, n => n.OpType == "MatMul" && !products.ContainsKey(n)).FirstOrDefault();
        var mixed = Forward(softmax.Output[0], readers, n => n.OpType == "MatMul" && !products.ContainsKey(n)).FirstOrDefault();
        if (scores is null || mixed is null)
        {
            return;
        }

        Mark(scores.Input[0], AdapterTargets.Query);
        Mark(scores.Input[1], AdapterTargets.Key);
        var fromSoftmax = Reached(softmax.Output[0], readers);
        Mark(mixed.Input.First(i => !fromSoftmax.Contains(i)), AdapterTargets.Value);
        foreach (var output in Forward(mixed.Output[0], readers, products.ContainsKey).Take(1))
        {
            products[output] = products[output] with { Role = AdapterTargets.Output };
        }

        void Mark(string value, AdapterTargets role)
        {
            foreach (var product in Back(value, makers, products.ContainsKey).Take(1))
            {
                // One product may make several of them at once.
                var known = products[product].Role;
                products[product] = products[product] with { Role = known == AdapterTargets.Mlp ? role : known | role };
            }
        }
    }

    private static IEnumerable<NodeProto> Back(string value, Dictionary<string, NodeProto> makers, Func<NodeProto, bool> wanted)
    {
        var queue = new Queue<string>([value]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (queue.TryDequeue(out var next))
        {
            if (!seen.Add(next) || !makers.TryGetValue(next, out var node))
            {
                continue;
            }

            if (wanted(node))
            {
                yield return node;
                continue;
            }

            foreach (var input in node.Input)
            {
                queue.Enqueue(input);
            }
        }
    }

    private static IEnumerable<NodeProto> Forward(string value, ILookup<string, NodeProto> readers, Func<NodeProto, bool> wanted)
    {
        var queue = new Queue<string>([value]);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (queue.TryDequeue(out var next))
        {
            if (!seen.Add(next))
            {
                continue;
            }

            foreach (var node in readers[next])
            {
                if (wanted(node))
                {
                    yield return node;
                    continue;
                }

                foreach (var output in node.Output)
                {
                    queue.Enqueue(output);
                }
            }
        }
    }

    private static HashSet<string> Reached(string value, ILookup<string, NodeProto> readers)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var queue = new Queue<string>([value]);
        while (queue.TryDequeue(out var next))
        {
            if (reached.Add(next))
            {
                foreach (var output in readers[next].Where(n => n.OpType != "MatMul").SelectMany(n => n.Output))
                {
                    queue.Enqueue(output);
                }
            }
        }

        return reached;
    }

    // Matrices, and those behind a cast from 16 bits, by the name under which nodes read them.
    private static Dictionary<string, TensorProto> Weights(GraphProto graph)
    {
        var stored = graph.Initializer.Where(t => t.Dims.Count == 2).ToDictionary(t => t.Name, StringComparer.Ordinal);
        var weights = stored.Where(p => p.Value.DataType == FloatType).ToDictionary(StringComparer.Ordinal);
        foreach (var cast in graph.Node.Where(n => n.OpType == "Cast" && stored.TryGetValue(n.Input[0], out var t) && t.DataType == HalfType))
        {
            weights[cast.Output[0]] = stored[cast.Input[0]];
        }

        return weights;
    }
}
