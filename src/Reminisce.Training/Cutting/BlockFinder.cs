using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Finds the transformer blocks: between two neighbouring cuts lies at most one attention, and each block begins where one does.</summary>
/// <remarks>
/// The attention of a pre-norm block lies between the stream and the first sum, that of a post-norm block between the normalised stream
/// and the sum before the next normalisation; either way a block is all that lies from where its attention begins to where the next
/// one begins. The last block ends as many cuts behind its beginning as the others do.
/// </remarks>
internal static class BlockFinder
{
    private static readonly string[] s_attention =
        ["Softmax", "Attention", "QAttention", "MultiHeadAttention", "GroupQueryAttention", "PackedAttention", "PackedMultiHeadAttention", "DecoderMaskedMultiHeadAttention"];

    public static bool IsAttention(NodeProto node) => s_attention.Contains(node.OpType, StringComparer.Ordinal);

    /// <summary>Lists the cuts between which an attention lies: its beginning and its end.</summary>
    /// <exception cref="SourceModelException">Several lie between two neighbouring cuts, or there are fewer than two.</exception>
    public static IReadOnlyList<int> Attentions(TowerGraph graph, MainPath path)
    {
        var segments = graph.Nodes.Where(IsAttention).GroupBy(path.SegmentOf).Where(g => g.Key >= 0).OrderBy(g => g.Key).ToList();
        var crowded = segments.Find(s => s.Count() > 1);
        if (crowded is not null)
        {
            throw Uncut(graph, path, crowded.Key, crowded.Count());
        }

        var found = segments.Select(s => s.Key).ToList();
        return found.Count >= 2 && found[0] > 0
            ? found
            : throw new SourceModelException(
                graph.File,
                "two or more transformer blocks: attentions (Softmax, Attention, MultiHeadAttention ...) one behind the other with a single value between them",
                found.Count == 0 ? "no attention on the way to the output" : $"{found.Count}");
    }

    /// <summary>Finds the blocks from the places of attention and the shapes of all cuts.</summary>
    /// <exception cref="SourceModelException">The stream changes its width or its tokens on the way, or the last block has no end.</exception>
    public static Blocks Find(TowerGraph graph, MainPath path, IReadOnlyList<int> attentions, ShapeProbe probe)
    {
        var starts = new List<int>();
        foreach (var segment in attentions)
        {
            // A segment n lies behind the cut n - 1; quantised models have integer cuts and copies, so go back to the float before them.
            var start = segment - 1;
            while (start > 0 && (!IsFloat(probe, path.Cuts[start]) || graph.MakerOf(path.Cuts[start])!.OpType is "DequantizeLinear" or "QuantizeLinear"))
            {
                start--;
            }

            if (segment < path.Cuts.Count && probe.ShapeOf(path.Cuts[segment]).Small.SequenceEqual(probe.ShapeOf(path.Cuts[start]).Small))
            {
                starts.Add(start);
            }
        }

        if (starts.Count < 2)
        {
            throw new SourceModelException(graph.File, "two or more transformer blocks that keep the shape of what enters them", $"{starts.Count}");
        }

        var shape = probe.ShapeOf(path.Cuts[starts[0]]);
        var ends = starts.Skip(1).Append(LastEnd(graph, path, starts, probe)).ToList();
        foreach (var at in starts.Concat(ends))
        {
            Require(graph, path.Cuts[at], shape, probe);
        }

        return new Blocks(path.Cuts[starts[0]], [.. ends.Select(e => path.Cuts[e])], (int)shape.Small[2], shape.Small[1], shape.Large[1]);
    }

    private static bool IsFloat(ShapeProbe probe, string value) => probe.TypeOf(value) is ElementSizes.Float or ElementSizes.Half;

    private static int LastEnd(TowerGraph graph, MainPath path, List<int> starts, ShapeProbe probe)
    {
        var last = starts[^1];
        var end = last + (last - starts[^2]);
        var before = graph.MakerOf(path.Cuts[last]);
        if (before is null)
        {
            throw new SourceModelException(graph.File, "blocks behind a value that a node makes", "blocks that read the input itself");
        }

        var maker = end < path.Cuts.Count ? graph.MakerOf(path.Cuts[end]) : null;
        return maker is not null && maker.OpType == before.OpType && IsFloat(probe, path.Cuts[end])
            ? end
            : throw new SourceModelException(
                graph.File,
                $"an end of block {starts.Count} like those before it, made by {NodeReads.Operator(before)}, {last - starts[^2]} single values behind its beginning",
                maker is null ? $"cuts that end at {NodeReads.Describe(graph.MakerOf(path.Cuts[^1])!)}" : NodeReads.Describe(maker));
    }

    private static void Require(TowerGraph graph, string value, (long[] Small, long[] Large) expected, ShapeProbe probe)
    {
        var found = probe.ShapeOf(value);
        if (expected.Small.Length != 3 || expected.Small[0] != TowerSizing.SmallBatch || !found.Small.SequenceEqual(expected.Small) || !found.Large.SequenceEqual(expected.Large))
        {
            throw new SourceModelException(
                graph.File,
                expected.Small.Length == 3 ? $"blocks of one shape [batch, {expected.Small[1]}, {expected.Small[2]}]" : "blocks on [batch, tokens, width]",
                $"[{string.Join(", ", found.Small)}] at {NodeReads.Describe(graph.MakerOf(value)!)}, where the cuts end");
        }
    }

    // Says which node is the last before the part that cannot be cut, and which value goes past it.
    private static SourceModelException Uncut(TowerGraph graph, MainPath path, int segment, int count)
    {
        var last = segment > 0 ? graph.MakerOf(path.Cuts[segment - 1]) : null;
        var inside = graph.Nodes.Where(n => path.SegmentOf(n) == segment).ToList();
        var places = inside.SelectMany((n, i) => NodeReads.Outputs(n).Select(o => (o, i))).ToDictionary(p => p.o, p => p.i, StringComparer.Ordinal);
        var (reader, value, _) = inside
            .SelectMany((n, i) => NodeReads.Of(n).Select(v => (Node: n, Value: v, Span: places.TryGetValue(v, out var from) ? i - from : graph.IsContent(v) ? i : -1)))
            .MaxBy(e => e.Span);
        return new SourceModelException(
            graph.File,
            "a single value between every two attentions",
            $"{count} attentions behind {(last is null ? "the input" : NodeReads.Describe(last))}, where the cuts end: '{NodeReads.Printable(value)}' goes past them to {NodeReads.Describe(reader)}");
    }
}
