using System.Globalization;
using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>Appends nodes and constants to a graph under names of its own; every method returns the name of the value it makes.</summary>
/// <remarks>Not thread-safe. The prefix keeps the names apart from those that are in the graph already.</remarks>
internal sealed class NodeWriter(GraphProto graph, string prefix)
{
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int HalfType = 10;

    private readonly Dictionary<string, string> _scalars = new(StringComparer.Ordinal);
    private int _next;

    public GraphProto Graph => graph;

    /// <summary>Adds a node with one output.</summary>
    public string Node(string operation, IEnumerable<string> inputs, params AttributeProto[] attributes) =>
        Nodes(operation, inputs, 1, attributes)[0];

    /// <summary>Adds a node with several outputs.</summary>
    public string[] Nodes(string operation, IEnumerable<string> inputs, int outputs, params AttributeProto[] attributes)
    {
        var name = NextName(operation);
        var node = new NodeProto { OpType = operation, Name = name };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        var names = outputs == 1 ? [name] : Enumerable.Range(0, outputs).Select(i => $"{name}_{i}").ToArray();
        node.Output.AddRange(names);
        graph.Node.Add(node);
        return names;
    }

    /// <summary>Adds a 32-bit constant, under a given name or one of its own.</summary>
    public string Floats(ReadOnlySpan<float> values, long[] shape, string? name = null) =>
        Constant(FloatType, MemoryMarshal.AsBytes(values), shape, name);

    /// <summary>Adds weights rounded to 16 bits, and the cast back that ONNX Runtime folds when it loads the graph.</summary>
    public string Halves(ReadOnlySpan<float> values, params long[] shape)
    {
        var halves = new Half[values.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(values, halves);
        var stored = Constant(HalfType, MemoryMarshal.AsBytes(halves.AsSpan()), shape, null);
        return Node("Cast", [stored], GraphBuilder.Attribute("to", FloatType));
    }

    /// <summary>Adds 64-bit integers of the given shape.</summary>
    public string Integers(ReadOnlySpan<long> values, params long[] shape) =>
        Constant(Int64Type, MemoryMarshal.AsBytes(values), shape.Length == 0 ? [values.Length] : shape, null);

    /// <summary>Adds a vector of 64-bit integers, the form that shapes and axes take.</summary>
    public string Vector(params long[] values) => Integers(values);

    /// <summary>Gives a 32-bit number without axes; the same number is added once.</summary>
    public string Scalar(float value)
    {
        var key = value.ToString("R", CultureInfo.InvariantCulture);
        if (!_scalars.TryGetValue(key, out var name))
        {
            _scalars[key] = name = Floats([value], []);
        }

        return name;
    }

    public string Add(string left, string right) => Node("Add", [left, right]);

    public string Subtract(string left, string right) => Node("Sub", [left, right]);

    public string Multiply(string left, string right) => Node("Mul", [left, right]);

    public string Multiply(string left, float right) => Node("Mul", [left, Scalar(right)]);

    public string Divide(string left, string right) => Node("Div", [left, right]);

    public string MatMul(string left, string right) => Node("MatMul", [left, right]);

    /// <summary>A product of two matrices, either of them read transposed.</summary>
    public string Gemm(string left, string right, bool transposeLeft = false, bool transposeRight = false, float scale = 1) =>
        Node(
            "Gemm",
            [left, right],
            GraphBuilder.Attribute("transA", transposeLeft ? 1 : 0),
            GraphBuilder.Attribute("transB", transposeRight ? 1 : 0),
            GraphBuilder.Attribute("alpha", scale));

    public string Reshape(string value, params long[] shape) => Node("Reshape", [value, Vector(shape)], GraphBuilder.Attribute("allowzero", 1));

    public string Transpose(string value, params long[] order) => Node("Transpose", [value], GraphBuilder.Attribute("perm", order));

    public string ReduceSum(string value, long[] axes, bool keepAxes) =>
        Node("ReduceSum", [value, Vector(axes)], GraphBuilder.Attribute("keepdims", keepAxes ? 1 : 0));

    /// <summary>Zeros of a shape; they are made at run time and take no room in the file.</summary>
    public string Zeros(params long[] shape) => Node("ConstantOfShape", [Vector(shape)]);

    private string Constant(int type, ReadOnlySpan<byte> bytes, long[] shape, string? name)
    {
        var tensor = new TensorProto { Name = name ?? NextName("constant"), DataType = type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private string NextName(string kind) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{kind}_{_next++}");
}
