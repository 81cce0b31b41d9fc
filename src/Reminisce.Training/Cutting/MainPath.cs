using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>The values through which everything that is computed from the content must pass, first to last: the places where a graph can be cut.</summary>
/// <remarks>They are the dominators of the output among the content values. Side values are left out: each stage computes them again.</remarks>
internal sealed class MainPath
{
    private readonly Dictionary<string, int> _segments = new(StringComparer.Ordinal);

    private MainPath(IReadOnlyList<string> cuts) => Cuts = cuts;

    /// <summary>Gets the single values, from the first to the output.</summary>
    public IReadOnlyList<string> Cuts { get; }

    /// <summary>Tells between which cuts a node computes: 0 is before the first, n behind the n-th; -1 for nodes without content.</summary>
    public int SegmentOf(NodeProto node)
    {
        var made = node.Output.FirstOrDefault(_segments.ContainsKey);
        return made is null ? -1 : _segments[made];
    }

    public static MainPath Find(TowerGraph graph)
    {
        var names = new List<string>();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var parents = new List<int>();
        var depths = new List<int>();
        void Add(string value, int parent)
        {
            places[value] = names.Count;
            names.Add(value);
            parents.Add(parent);
            depths.Add(parent < 0 ? 0 : depths[parent] + 1);
        }

        if (graph.IsContent(graph.Input.Name))
        {
            Add(graph.Input.Name, -1);
        }

        foreach (var node in graph.Nodes)
        {
            var made = NodeReads.Outputs(node).Where(graph.IsContent).ToList();
            if (made.Count == 0)
            {
                continue;
            }

            // A lookup is where content begins; it hangs on the root, whose place is -1.
            var parent = graph.IsLookup(node) ? -1 : Meet([.. NodeReads.Of(node).Where(places.ContainsKey).Select(v => places[v])], parents, depths);
            made.ForEach(value => Add(value, parent));
        }

        if (!places.TryGetValue(graph.Output, out var last))
        {
            throw new SourceModelException(graph.File, $"an output '{NodeReads.Printable(graph.Output)}' computed from the content", "one that only lengths or token numbers decide");
        }

        var cuts = new List<int>();
        for (var at = last; at >= 0; at = parents[at])
        {
            cuts.Add(at);
        }

        cuts.Reverse();
        var path = new MainPath([.. cuts.Select(c => names[c])]);
        var ordinal = cuts.Select((place, i) => (place, i)).ToDictionary(c => c.place, c => c.i);
        var behind = new int[names.Count];
        for (var i = 0; i < names.Count; i++)
        {
            var before = parents[i] < 0 ? 0 : behind[parents[i]];
            behind[i] = ordinal.TryGetValue(i, out var cut) ? cut + 1 : before;
            path._segments[names[i]] = before;
        }

        return path;
    }

    private static int Meet(List<int> places, List<int> parents, List<int> depths)
    {
        var meet = places[0];
        foreach (var place in places.Skip(1))
        {
            var (a, b) = (meet, place);
            while (a != b && a >= 0 && b >= 0)
            {
                (a, b) = depths[a] >= depths[b] ? (parents[a], b) : (a, parents[b]);
            }

            meet = a == b ? a : -1;
        }

        return meet;
    }
}
