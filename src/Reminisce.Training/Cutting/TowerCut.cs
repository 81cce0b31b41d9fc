using Google.Protobuf;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>A tower whose blocks were found; writes its stages and its head.</summary>
/// <remarks>Immutable. Cutting copies no weight; each graph that is written holds those it needs.</remarks>
internal sealed class TowerCut
{
    private const string HiddenOut = "hidden_out";
    private const string Embedding = "embedding";

    private readonly ShapeProbe _probe;
    private readonly Slicer _slicer;

    private TowerCut(TowerGraph graph, TowerSizing sizing, ShapeProbe probe, Blocks blocks)
    {
        Graph = graph;
        Sizing = sizing;
        Blocks = blocks;
        _probe = probe;
        _slicer = new Slicer(graph, probe, blocks);
    }

    public TowerGraph Graph { get; }

    public TowerSizing Sizing { get; }

    public Blocks Blocks { get; }

    /// <summary>Gets whether blocks compute in 16 bits, so that results depend on what the runtime fuses.</summary>
    public bool IsHalf => Blocks.Ends.Any(e => _probe.TypeOf(e) == ElementSizes.Half);

    /// <summary>Gets the shape of the output for the probe's small batch.</summary>
    public IReadOnlyList<long> OutputShape => _probe.ShapeOf(Graph.Output).Small;

    /// <summary>Gets the numbers of an embedding.</summary>
    public int Dimensions => (int)OutputShape[^1];

    /// <summary>Finds the blocks of a tower.</summary>
    /// <exception cref="SourceModelException">It cannot be cut; the message names the node where the cuts end.</exception>
    public static TowerCut Find(TowerGraph graph, TowerSizing sizing)
    {
        var path = MainPath.Find(graph);
        var attentions = BlockFinder.Attentions(graph, path);
        var probe = ShapeProbe.Run(graph, sizing, path.Cuts.ToHashSet(StringComparer.Ordinal));
        var blocks = BlockFinder.Find(graph, path, attentions, probe);
        return new TowerCut(graph, sizing, probe, blocks);
    }

    /// <summary>Writes the graph of some blocks; the first takes the content, later ones the hidden states.</summary>
    public byte[] Stage(int fromBlock, int toBlock)
    {
        var end = Blocks.Ends[toBlock - 1];
        var slice = _slicer.Take(fromBlock == 0 ? null : Blocks.Ends[fromBlock - 1], end);
        Slicer.HandOn(new NodeWriter(slice.Graph, "boundary/"), end, _probe.TypeOf(end), HiddenOut, ElementSizes.Float);
        slice.Graph.Output.Add(Slicer.Declare(HiddenOut, ElementSizes.Float, _slicer.HiddenShape()));
        return Serialize(slice.Graph);
    }

    /// <summary>Writes what follows the last block, pooled and scaled to length 1: the head of every exit.</summary>
    /// <param name="pooling">Which tokens count where the output is one row per token.</param>
    /// <param name="whole">Whether to begin at the content instead of the hidden states: the uncut encoder.</param>
    /// <exception cref="SourceModelException">The output is no embedding and no row per token.</exception>
    public byte[] Head(PoolingKind pooling, bool whole = false)
    {
        var slice = _slicer.Take(whole ? null : Blocks.Ends[^1], Graph.Output);
        var write = new NodeWriter(slice.Graph, "head/");
        var states = "head/output";
        Slicer.HandOn(write, Graph.Output, _probe.TypeOf(Graph.Output), states, ElementSizes.Float);
        if (OutputShape.Count is < 2 or > 3 || OutputShape[0] != TowerSizing.SmallBatch)
        {
            throw new SourceModelException(Graph.File, "an output [batch, dimensions] or [batch, tokens, width]", $"'{NodeReads.Printable(Graph.Output)}' [{string.Join(", ", OutputShape)}]");
        }

        if (OutputShape.Count == 3)
        {
            var mask = Graph.Input.Modality == TowerInput.Text && pooling != PoolingKind.FirstToken ? TowerInput.AttentionMask : null;
            if (mask is not null && !slice.TakesMask)
            {
                slice.Graph.Input.Add(Slicer.Declare(mask, ElementSizes.Int64, [-1, -1]));
            }

            states = OutputShape[1] == 1 ? write.Node("Flatten", [states], GraphBuilder.Attribute("axis", 1)) : Pooling.Add(write, states, pooling, mask);
        }

        var embedding = write.Node("LpNormalization", [states], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("p", 2));
        Slicer.HandOn(write, embedding, ElementSizes.Float, Embedding, ElementSizes.Float);
        slice.Graph.Output.Add(Slicer.Declare(Embedding, ElementSizes.Float, [-1, Dimensions]));
        return Serialize(slice.Graph);
    }

    /// <summary>Writes the uncut tower with the hidden states after some blocks as its outputs, in order.</summary>
    public byte[] Uncut(IReadOnlyList<int> blocks)
    {
        var slice = _slicer.Take(null, Blocks.Ends[^1]);
        var write = new NodeWriter(slice.Graph, "uncut/");
        foreach (var block in blocks)
        {
            var end = Blocks.Ends[block - 1];
            Slicer.HandOn(write, end, _probe.TypeOf(end), UncutOutput(block), ElementSizes.Float);
            slice.Graph.Output.Add(Slicer.Declare(UncutOutput(block), ElementSizes.Float, _slicer.HiddenShape()));
        }

        return Serialize(slice.Graph);
    }

    public static string UncutOutput(int block) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"uncut_{block:00}");

    private byte[] Serialize(GraphProto graph)
    {
        var model = new ModelProto { IrVersion = Graph.Model.IrVersion, ProducerName = "reminisce", Graph = graph };
        model.OpsetImport.AddRange(Graph.Model.OpsetImport);
        var domains = graph.Node.Select(n => (n.Domain, n.OpType)).ToHashSet();
        if (Graph.Model.Functions.Any(f => domains.Contains((f.Domain, f.Name))))
        {
            model.Functions.AddRange(Graph.Model.Functions);
        }

        return model.ToByteArray();
    }
}
