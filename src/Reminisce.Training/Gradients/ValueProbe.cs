using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>Learns the shape of every value of a graph by running it once on zeros of the given input shapes.</summary>
/// <remarks>
/// Running the graph needs no shape rule per operator and cannot disagree with what training will run. Gradient graphs
/// are therefore made for fixed shapes; another batch size is another gradient graph.
/// </remarks>
internal static class ValueProbe
{
    private const int Int64Type = 7;
    private const int LongestConstant = 4096;

    /// <summary>Runs the graph once.</summary>
    /// <param name="model">The graph.</param>
    /// <param name="inputShapes">Shape of every graph input.</param>
    /// <exception cref="ArgumentException">An input has no shape.</exception>
    public static Dictionary<string, ValueFacts> Run(ModelProto model, IReadOnlyDictionary<string, long[]> inputShapes)
    {
        var copy = model.Clone();
        var names = copy.Graph.Node.SelectMany(n => n.Output).Where(o => o.Length > 0).ToArray();
        copy.Graph.Output.Clear();
        copy.Graph.Output.AddRange(names.Select(n => new ValueInfoProto { Name = n }));

        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(copy.ToByteArray(), options);
        var facts = new Dictionary<string, ValueFacts>(StringComparer.Ordinal);
        var feeds = new Dictionary<string, OrtValue>(StringComparer.Ordinal);
        try
        {
            foreach (var input in session.InputNames)
            {
                if (!inputShapes.TryGetValue(input, out var shape))
                {
                    throw new ArgumentException($"Input '{input}' of the graph has no shape; give one for each of: {string.Join(", ", session.InputNames)}.", nameof(inputShapes));
                }

                var type = session.InputMetadata[input].ElementDataType;
                feeds[input] = OrtValue.CreateAllocatedTensorValue(OrtAllocator.DefaultInstance, type, shape);
                feeds[input].GetTensorMutableRawData().Clear();
                facts[input] = new ValueFacts(shape, type, null);
            }

            var fromData = DependOnData(copy.Graph, session.InputNames);
            using var run = new RunOptions();
            using var results = session.Run(run, [.. feeds.Keys], [.. feeds.Values], names);
            for (var i = 0; i < names.Length; i++)
            {
                facts[names[i]] = Read(results[i], fromData.Contains(names[i]));
            }
        }
        finally
        {
            foreach (var feed in feeds.Values)
            {
                feed.Dispose();
            }
        }

        foreach (var tensor in copy.Graph.Initializer)
        {
            facts[tensor.Name] = new ValueFacts([.. tensor.Dims], (TensorElementType)tensor.DataType, tensor.DataType == Int64Type ? Tensors.Integers(tensor) : null);
        }

        return facts;
    }

    private static ValueFacts Read(OrtValue value, bool fromData)
    {
        var info = value.GetTensorTypeAndShape();
        var constant = !fromData && info.ElementDataType == TensorElementType.Int64 && info.ElementCount <= LongestConstant;
        return new ValueFacts(info.Shape, info.ElementDataType, constant ? value.GetTensorDataAsSpan<long>().ToArray() : null);
    }

    // A shape follows from the shapes of the inputs, never from their numbers.
    private static HashSet<string> DependOnData(GraphProto graph, IEnumerable<string> inputs)
    {
        var data = new HashSet<string>(inputs, StringComparer.Ordinal);
        foreach (var node in graph.Node)
        {
            if (node.OpType is not ("Shape" or "Size") && node.Input.Any(data.Contains))
            {
                data.UnionWith(node.Output);
            }
        }

        return data;
    }
}
