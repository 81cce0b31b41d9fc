using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Algebra;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Onnx;

/// <summary>Writes an ONNX graph node by node; every method returns the name of the value it makes.</summary>
/// <remarks>
/// Weights are stored as 16-bit floats behind a Cast, which ONNX Runtime folds when it loads the graph: the file is half
/// as large and the arithmetic stays 32-bit. Opset 20, for Gelu and LayerNormalization.
/// </remarks>
internal sealed class GraphBuilder(string name)
{
    private const int FloatType = 1;
    private const int Int64Type = 7;
    private const int HalfType = 10;
    private const int Opset = 20;
    private const int IrVersion = 9;

    private readonly GraphProto _graph = new() { Name = name };
    private int _next;

    /// <summary>Declares a 32-bit float input; a negative dimension is dynamic.</summary>
    public string Input(string input, params long[] shape)
    {
        _graph.Input.Add(Value(input, FloatType, shape));
        return input;
    }

    /// <summary>Declares a 64-bit integer input; a negative dimension is dynamic.</summary>
    public string InputInt64(string input, params long[] shape)
    {
        _graph.Input.Add(Value(input, Int64Type, shape));
        return input;
    }

    /// <summary>Makes a value an output of the graph under the given name.</summary>
    public void Output(string value, string output, params long[] shape)
    {
        _graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { output }, Name = output });
        _graph.Output.Add(Value(output, FloatType, shape));
    }

    /// <summary>Adds weights, rounded to 16 bits.</summary>
    public string Weight(ReadOnlySpan<float> values, params long[] shape)
    {
        Check(values.Length, shape);
        var halves = new Half[values.Length];
        System.Numerics.Tensors.TensorPrimitives.ConvertToHalf(values, halves);
        var stored = Constant(HalfType, MemoryMarshal.AsBytes(halves.AsSpan()), shape);
        return Node("Cast", [stored], Attribute("to", FloatType));
    }

    /// <summary>Adds a weight matrix, rounded to 16 bits.</summary>
    public string Weight(Matrix matrix) => Weight(matrix.Data, matrix.Rows, matrix.Columns);

    /// <summary>Adds 32-bit constants, for the few numbers that must be exact.</summary>
    public string Exact(ReadOnlySpan<float> values, params long[] shape)
    {
        Check(values.Length, shape);
        return Constant(FloatType, MemoryMarshal.AsBytes(values), shape);
    }

    /// <summary>Adds one 32-bit constant.</summary>
    public string Scalar(float value) => Exact([value]);

    /// <summary>Adds 64-bit integer constants as a vector.</summary>
    public string Integers(params long[] values) => Constant(Int64Type, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    /// <summary>Adds a node with one output.</summary>
    public string Node(string operation, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        var output = NextName(operation);
        var node = new NodeProto { OpType = operation, Name = output, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        _graph.Node.Add(node);
        return output;
    }

    public string MatMul(string left, string right) => Node("MatMul", [left, right]);

    public string Add(string left, string right) => Node("Add", [left, right]);

    public string Multiply(string left, string right) => Node("Mul", [left, right]);

    public string Reshape(string value, params long[] shape) => Node("Reshape", [value, Integers(shape)]);

    public string Transpose(string value, params long[] order) => Node("Transpose", [value], Attribute("perm", order));

    /// <summary>A linear map of the last axis with an offset.</summary>
    public string Linear(string value, Matrix weights, ReadOnlySpan<float> offset) =>
        Add(MatMul(value, Weight(weights)), Exact(offset, offset.Length));

    /// <summary>Scales the last axis to length 1.</summary>
    public string Normalize(string value)
    {
        var squares = Node("ReduceSumSquare", [value, Integers(-1)], Attribute("keepdims", 1));
        return Node("Div", [value, Node("Sqrt", [Add(squares, Scalar(1e-12f))])]);
    }

    public static AttributeProto Attribute(string name, long value) => new() { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int };

    public static AttributeProto Attribute(string name, float value) => new() { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float };

    public static AttributeProto Attribute(string name, string value) =>
        new() { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String };

    public static AttributeProto Attribute(string name, long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    /// <summary>Serialises the model; the same calls give the same bytes.</summary>
    public byte[] Build()
    {
        var model = new ModelProto
        {
            IrVersion = IrVersion,
            ProducerName = "reminisce",
            Graph = _graph,
            OpsetImport = { new OperatorSetIdProto { Version = Opset } },
        };
        return model.ToByteArray();
    }

    private string Constant(int type, ReadOnlySpan<byte> bytes, long[] shape)
    {
        var constant = NextName("weight");
        var tensor = new TensorProto { Name = constant, DataType = type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        _graph.Initializer.Add(tensor);
        return constant;
    }

    private string NextName(string kind) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{kind}_{_next++}");

    private static void Check(int length, long[] shape)
    {
        var expected = shape.Aggregate(1L, (a, b) => a * b);
        if (expected != length)
        {
            throw new ArgumentException($"A tensor of shape [{string.Join(", ", shape)}] needs {expected} numbers, but {length} were given.", nameof(shape));
        }
    }

    private static ValueInfoProto Value(string name, int type, long[] shape)
    {
        var dimensions = new TensorShapeProto();
        for (var i = 0; i < shape.Length; i++)
        {
            dimensions.Dim.Add(shape[i] < 0
                ? new TensorShapeProto.Types.Dimension { DimParam = i == 0 ? "batch" : $"axis{i}" }
                : new TensorShapeProto.Types.Dimension { DimValue = shape[i] });
        }

        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions } } };
    }
}
