using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Cutting;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Quantization;

/// <summary>Stores the large 32-bit weights of a graph in 16 bits, behind casts that the runtime folds when it loads the graph.</summary>
internal static class HalfStorage
{
    /// <summary>Smaller weights, and all vectors (norms, biases), stay in 32 bits.</summary>
    public const int LeastNumbers = 1024;

    public static void Apply(GraphProto graph)
    {
        var inputs = graph.Input.Select(i => i.Name).ToHashSet(StringComparer.Ordinal);
        var casts = new List<NodeProto>();
        foreach (var tensor in graph.Initializer.Where(t => t.DataType == ElementSizes.Float && t.Dims.Count >= 2 && !inputs.Contains(t.Name)))
        {
            if (Constants.Read(tensor) is not { Length: >= LeastNumbers } values)
            {
                continue;
            }

            var halves = new Half[values.Length];
            TensorPrimitives.ConvertToHalf(values, halves);
            if (halves.Any(Half.IsInfinity))
            {
                continue;
            }

            var name = tensor.Name;
            tensor.Name = "fp16/" + name;
            tensor.DataType = ElementSizes.Half;
            tensor.FloatData.Clear();
            tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(halves.AsSpan()));
            casts.Add(new NodeProto { OpType = "Cast", Name = "fp16/cast/" + name, Input = { tensor.Name }, Output = { name }, Attribute = { GraphBuilder.Attribute("to", ElementSizes.Float) } });
        }

        var nodes = graph.Node.ToList();
        graph.Node.Clear();
        graph.Node.AddRange(casts);
        graph.Node.AddRange(nodes);
    }
}
