using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Cutting;

/// <summary>Small encoders with seeded weights, in the shapes in which exporters write BERT, RoBERTa, CLIP, SigLIP, ViT and AST.</summary>
internal sealed partial class SyntheticEncoder
{
    public const int Width = 16;
    public const int Heads = 2;
    public const int Words = 40;
    public const int Dimensions = 12;
    private const int Positions = 32;

    private readonly Random _random;
    private readonly WeightForm _form;
    private int _names;

    public SyntheticEncoder(WeightForm form = WeightForm.Float, int seed = 5)
    {
        _random = new Random(seed);
        _form = form;
        Model = new ModelProto { IrVersion = 9, Graph = new GraphProto { Name = "synthetic" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Version = 17 });
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        Write = new NodeWriter(Model.Graph, "/model/");
    }

    public ModelProto Model { get; }

    public NodeWriter Write { get; }

    private int Type => _form == WeightForm.Half ? 10 : 1;

    /// <summary>Declares an input; names are open axes.</summary>
    public string Input(string name, int type, params object[] shape)
    {
        Model.Graph.Input.Add(Value(name, type, shape));
        return name;
    }

    public SyntheticEncoder Output(string value, string name, int? type = null, params object[] shape)
    {
        Model.Graph.Node.Add(new NodeProto { OpType = "Identity", Input = { value }, Output = { name } });
        Model.Graph.Output.Add(Value(name, type ?? Type, shape));
        return this;
    }

    public string Save(string folder, string name = "model.onnx")
    {
        var path = Path.Combine(folder, name);
        using var stream = new FileStream(path, FileMode.Create);
        Model.WriteTo(stream);
        return path;
    }

    /// <summary>Moves weights of more than a few bytes into a file beside the model, as exporters do with large ones.</summary>
    public string SaveWithExternalData(string folder)
    {
        using (var data = new FileStream(Path.Combine(folder, "model.onnx_data"), FileMode.Create))
        {
            foreach (var tensor in Model.Graph.Initializer.Where(t => t.RawData.Length > 64))
            {
                tensor.DataLocation = TensorProto.Types.DataLocation.External;
                Add("location", "model.onnx_data");
                Add("offset", $"{data.Position}");
                Add("length", $"{tensor.RawData.Length}");
                data.Write(tensor.RawData.Span);
                tensor.RawData = ByteString.Empty;

                void Add(string key, string value) => tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
            }
        }

        return Save(folder);
    }

    public string Weight(int rows, int columns) => Weight(Numbers(rows * columns, 1 / MathF.Sqrt(rows)), rows, columns);

    /// <summary>A small weight that is never quantised.</summary>
    public string Vector(int length, float around = 0, float scale = 0.2f)
    {
        var values = Numbers(length, scale);
        for (var i = 0; i < length; i++)
        {
            values[i] += around;
        }

        return _form == WeightForm.Half ? HalfConstant(values, length) : Write.Floats(values, [length]);
    }

    public string Table(int rows, int columns) => Weight(Numbers(rows * columns, 1), rows, columns);

    public string Linear(string value, int from, int to)
    {
        if (_form != WeightForm.DynamicInt8)
        {
            return Write.Add(Write.MatMul(value, Weight(from, to)), Vector(to));
        }

        var quantised = Write.Nodes("DynamicQuantizeLinear", [value], 3);
        var weights = Bytes(Numbers(from * to, 100), from, to);
        var product = Write.Node("MatMulInteger", [quantised[0], weights, quantised[2]]);
        var scale = Write.Multiply(quantised[1], 0.01f / MathF.Sqrt(from));
        return Write.Add(Write.Multiply(Write.Node("Cast", [product], GraphBuilder.Attribute("to", 1)), scale), Vector(to));
    }

    public string Normalize(string value) =>
        Write.Node("LayerNormalization", [value, Vector(Width, around: 1), Vector(Width)], GraphBuilder.Attribute("axis", -1));

    public string Scalar(float value) => _form == WeightForm.Half ? HalfConstant([value]) : Write.Scalar(value);

    private string Weight(float[] values, params long[] shape)
    {
        switch (_form)
        {
            case WeightForm.HalfStored:
                return Write.Halves(values, shape);
            case WeightForm.Half:
                return HalfConstant(values, shape);
            case WeightForm.Int8:
                var scale = values.Max(MathF.Abs) / 127;
                var bytes = Bytes([.. values.Select(v => v / scale)], shape);
                return Write.Node("DequantizeLinear", [bytes, Write.Scalar(scale)]);
            default:
                return Write.Floats(values, shape);
        }
    }

    private string Bytes(float[] values, params long[] shape)
    {
        var bytes = Array.ConvertAll(values, v => (sbyte)Math.Clamp(MathF.Round(v), -127, 127));
        return Store(3, MemoryMarshal.AsBytes(bytes.AsSpan()), shape);
    }

    private string HalfConstant(float[] values, params long[] shape) => Store(10, MemoryMarshal.AsBytes(Array.ConvertAll(values, v => (Half)v).AsSpan()), shape);

    private string Store(int type, ReadOnlySpan<byte> bytes, long[] shape)
    {
        var tensor = new TensorProto { Name = $"stored_{_names++}", DataType = type, RawData = ByteString.CopyFrom(bytes) };
        tensor.Dims.AddRange(shape);
        Model.Graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private float[] Numbers(int count, float scale) => [.. Enumerable.Range(0, count).Select(_ => ((_random.NextSingle() * 2) - 1) * scale)];

    private static ValueInfoProto Value(string name, int type, object[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(s => s is string open
            ? new TensorShapeProto.Types.Dimension { DimParam = open }
            : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(s, System.Globalization.CultureInfo.InvariantCulture) }));
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = type, Shape = dimensions } } };
    }
}
