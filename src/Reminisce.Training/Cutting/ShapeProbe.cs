using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Learns shapes and types of values by running the tower twice, on two sizes of content.</summary>
/// <remarks>
/// Running needs no shape rule per operator and cannot disagree with what the runtime will do. Only shapes are fetched: values stay
/// where they are, so the memory is that of an ordinary run.
/// </remarks>
internal sealed class ShapeProbe
{
    private readonly Dictionary<string, (long[] Small, long[] Large)> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _types = new(StringComparer.Ordinal);

    private ShapeProbe()
    {
    }

    /// <summary>Gets the shape of a probed value in both runs.</summary>
    public (long[] Small, long[] Large) ShapeOf(string value) => _numbers["probe/" + value];

    /// <summary>Gets the ONNX element type of a probed value.</summary>
    public int TypeOf(string value) => _types[value];

    /// <summary>Gets what a shape node of the tower answered in both runs.</summary>
    public (long[] Small, long[] Large) AnswerOf(NodeProto shape) => _numbers[shape.Output[0]];

    /// <summary>Runs the tower.</summary>
    /// <param name="graph">The tower.</param>
    /// <param name="sizing">The sizes.</param>
    /// <param name="values">The values to learn about; all shape nodes are learned too.</param>
    /// <exception cref="SourceModelException">The runtime cannot load it, or not run it on batches of both sizes.</exception>
    public static ShapeProbe Run(TowerGraph graph, TowerSizing sizing, IReadOnlyCollection<string> values)
    {
        var model = graph.Model.Clone();
        var fetched = graph.Nodes.Where(TowerGraph.IsShape).Select(n => n.Output[0]).ToList();
        foreach (var value in values)
        {
            model.Graph.Node.Add(new NodeProto { OpType = "Shape", Input = { value }, Output = { "probe/" + value } });
            fetched.Add("probe/" + value);
        }

        OpenBatch(model.Graph);
        model.Graph.ValueInfo.Clear();
        model.Graph.Output.Clear();
        model.Graph.Output.AddRange(values.Where(v => v != graph.Input.Name).Concat(fetched).Distinct().Select(v => new ValueInfoProto { Name = v }));
        var probe = new ShapeProbe();
        using var session = SourceSession.Open(graph.File, model);
        foreach (var value in values)
        {
            probe._types[value] = value == graph.Input.Name ? ElementSizes.Float : ToOnnx(session.Types[value]);
        }

        using var small = sizing.CreateSmall(seed: 1);
        using var large = sizing.CreateLarge(seed: 2);
        var first = session.RunIntegers(small, fetched);
        var second = session.RunIntegers(large, fetched);
        for (var i = 0; i < fetched.Count; i++)
        {
            probe._numbers[fetched[i]] = (first[i], second[i]);
        }

        return probe;
    }

    /// <summary>Declares every axis of inputs as open; what the graph itself insists on shows when it runs.</summary>
    internal static void OpenBatch(GraphProto graph)
    {
        foreach (var input in graph.Input)
        {
            if (input.Type.TensorType.Shape is { Dim.Count: > 0 } shape)
            {
                shape.Dim[0] = new TensorShapeProto.Types.Dimension { DimParam = "batch" };
            }
        }
    }

    private static int ToOnnx(TensorElementType type) => (int)type;
}
