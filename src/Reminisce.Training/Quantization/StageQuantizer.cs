using System.Runtime.InteropServices;
using Google.Protobuf;
using Reminisce.Training.Cutting;
using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Quantization;

/// <summary>Writes a graph anew with smaller weights: products with constant matrices in 8 or 4 bits, other large weights in 16.</summary>
/// <remarks>
/// Products of 8 bits are ordinary operators. Each row of activations (a token) has a scale of its own, unlike DynamicQuantizeLinear's one
/// for the whole batch, so that what an item becomes depends neither on the others in its batch nor on padding.
/// </remarks>
internal sealed class StageQuantizer
{
    /// <summary>Smaller matrices gain nothing.</summary>
    public const int LeastNumbers = 256;

    private const string Microsoft = "com.microsoft";
    private const int OpsetOfReducedAxesAsInput = 18;

    private readonly ModelProto _model;
    private readonly WeightFormat _format;
    private readonly Constants _constants;
    private readonly NodeWriter _write;
    private readonly Dictionary<string, (string Bytes, string Scales)> _rows = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _widened = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _weights = new(StringComparer.Ordinal);

    private StageQuantizer(ModelProto model, WeightFormat format)
    {
        _model = model;
        _format = format;
        _constants = new Constants(model.Graph);
        var prefix = PackQuantizer.NameOf(format) + "/";
        while (model.Graph.Node.SelectMany(n => n.Output).Concat(model.Graph.Initializer.Select(t => t.Name)).Any(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            prefix = "_" + prefix;
        }

        _write = new NodeWriter(new GraphProto(), prefix);
    }

    private bool HasReducedAxesAsInput => _model.OpsetImport.Any(o => o.Domain is "" or "ai.onnx" && o.Version >= OpsetOfReducedAxesAsInput);

    /// <summary>Writes the graph anew.</summary>
    /// <param name="file">Its file's name, for messages.</param>
    /// <param name="graph">Its bytes.</param>
    /// <param name="format">How its weights become smaller.</param>
    /// <exception cref="SourceModelException">It is no ONNX graph, or the result cannot be loaded.</exception>
    public static QuantizedGraph Apply(string file, byte[] graph, WeightFormat format)
    {
        var model = SourceModel.Parse(file, graph);
        var quantizer = new StageQuantizer(model, format);
        var matrices = format == WeightFormat.Fp16 ? 0 : quantizer.Products();
        HalfStorage.Apply(model.Graph);
        var result = model.ToByteArray();
        using (SourceSession.Open(file, result))
        {
            // Loading checks types and shapes of every node.
        }

        return new QuantizedGraph(result, matrices);
    }

    private int Products()
    {
        var graph = _model.Graph;
        var matrices = 0;
        foreach (var node in graph.Node)
        {
            if (Constant(node) is { } matrix && matrix.Values.Length >= LeastNumbers)
            {
                Product(node, matrix);
                matrices++;
            }
            else
            {
                _write.Graph.Node.Add(node);
            }
        }

        if (_format == WeightFormat.Int4 && matrices > 0 && _model.OpsetImport.All(o => o.Domain != Microsoft))
        {
            _model.OpsetImport.Add(new OperatorSetIdProto { Domain = Microsoft, Version = 1 });
        }

        graph.Node.Clear();
        graph.Node.AddRange(_write.Graph.Node);
        graph.Initializer.AddRange(_write.Graph.Initializer);
        DropUnused(graph);
        return matrices;
    }

    private WeightMatrix? Constant(NodeProto node) => (node.OpType, node.Domain) switch
    {
        ("MatMul", "" or "ai.onnx") => _constants.Matrix(node.Input[1]),
        ("Gemm", "" or "ai.onnx") when IsPlain(node) => _constants.Matrix(node.Input[1], Attribute(node, "transB")?.I == 1),
        _ => null,
    };

    private static bool IsPlain(NodeProto gemm) => (Attribute(gemm, "transA")?.I ?? 0) == 0 && (Attribute(gemm, "alpha")?.F ?? 1) == 1 && (Attribute(gemm, "beta")?.F ?? 1) == 1;

    private static AttributeProto? Attribute(NodeProto node, string name) => node.Attribute.FirstOrDefault(a => a.Name == name);

    private void Product(NodeProto node, WeightMatrix matrix)
    {
        var rows = matrix.IsHalf ? Widened(node.Input[0]) : node.Input[0];
        var product = _format == WeightFormat.Int4 ? FourBits(rows, matrix) : EightBits(rows, matrix);
        product = matrix.IsHalf ? Cast(product, ElementSizes.Half) : product;
        var hasOffset = node.OpType == "Gemm" && node.Input.Count > 2 && node.Input[2].Length > 0;
        var last = new NodeProto { OpType = hasOffset ? "Add" : "Identity", Name = node.Name, Input = { product }, Output = { node.Output[0] } };
        if (hasOffset)
        {
            last.Input.Add(node.Input[2]);
        }

        _write.Graph.Node.Add(last);
    }

    private string Widened(string rows)
    {
        if (!_widened.TryGetValue(rows, out var wide))
        {
            _widened[rows] = wide = Cast(rows, ElementSizes.Float);
        }

        return wide;
    }

    private string EightBits(string rows, WeightMatrix matrix)
    {
        if (!_weights.TryGetValue(matrix.Source, out var weights))
        {
            var bytes = ColumnBytes.Of(matrix);
            _weights[matrix.Source] = weights = [Store(ElementSizes.Int8, MemoryMarshal.AsBytes(bytes.Values.AsSpan()), matrix.Rows, matrix.Columns), _write.Floats(bytes.Scales, [matrix.Columns])];
        }

        var (quantized, scales) = Rows(rows);
        var sums = Cast(_write.Node("MatMulInteger", [quantized, weights[0], ZeroPoint()]), ElementSizes.Float);
        return _write.Multiply(_write.Multiply(sums, scales), weights[1]);
    }

    /// <summary>Brings each row to -127 to 127 by its largest number, and to bytes around 128. Rows that several products read are quantised once.</summary>
    private (string Bytes, string Scales) Rows(string rows)
    {
        if (!_rows.TryGetValue(rows, out var quantized))
        {
            var sizes = _write.Node("Abs", [rows]);
            var largest = HasReducedAxesAsInput
                ? _write.Node("ReduceMax", [sizes, _write.Vector(-1)], GraphBuilder.Attribute("keepdims", 1))
                : _write.Node("ReduceMax", [sizes], GraphBuilder.Attribute("axes", [-1L]), GraphBuilder.Attribute("keepdims", 1));
            var scales = _write.Divide(_write.Node("Max", [largest, _write.Scalar(1e-20f)]), _write.Scalar(127));
            var around = _write.Add(_write.Node("Round", [_write.Divide(rows, scales)]), _write.Scalar(128));
            _rows[rows] = quantized = (Cast(around, ElementSizes.UInt8), scales);
        }

        return quantized;
    }

    private string FourBits(string rows, WeightMatrix matrix)
    {
        if (!_weights.TryGetValue(matrix.Source, out var weights))
        {
            var blocks = FourBitBlocks.Of(matrix);
            _weights[matrix.Source] = weights =
            [
                Store(ElementSizes.UInt8, blocks.Packed, matrix.Columns, blocks.Blocks, FourBitBlocks.Block / 2),
                _write.Halves(blocks.Scales, blocks.Scales.Length),
            ];
        }

        var product = _write.Node(
            "MatMulNBits",
            [rows, .. weights],
            GraphBuilder.Attribute("K", matrix.Rows),
            GraphBuilder.Attribute("N", matrix.Columns),
            GraphBuilder.Attribute("bits", 4),
            GraphBuilder.Attribute("block_size", FourBitBlocks.Block),
            GraphBuilder.Attribute("accuracy_level", 4));
        _write.Graph.Node[^1].Domain = Microsoft;
        return product;
    }

    private string ZeroPoint()
    {
        if (!_weights.TryGetValue("", out var zero))
        {
            _weights[""] = zero = [Store(ElementSizes.UInt8, [128])];
        }

        return zero[0];
    }

    private string Cast(string value, int type) => _write.Node("Cast", [value], GraphBuilder.Attribute("to", type));

    private string Store(int type, ReadOnlySpan<byte> bytes, params long[] shape)
    {
        var name = _write.Floats([], [0]);
        var tensor = _write.Graph.Initializer[^1];
        tensor.DataType = type;
        tensor.RawData = ByteString.CopyFrom(bytes);
        tensor.Dims.Clear();
        tensor.Dims.AddRange(shape);
        return name;
    }

    private static void DropUnused(GraphProto graph)
    {
        var needed = graph.Output.Select(o => o.Name).ToHashSet(StringComparer.Ordinal);
        var kept = new List<NodeProto>();
        foreach (var node in graph.Node.Reverse())
        {
            if (node.Output.Any(needed.Contains))
            {
                kept.Add(node);
                needed.UnionWith(NodeReads.Of(node));
            }
        }

        kept.Reverse();
        graph.Node.Clear();
        graph.Node.AddRange(kept);
        var weights = graph.Initializer.Where(t => needed.Contains(t.Name)).ToList();
        graph.Initializer.Clear();
        graph.Initializer.AddRange(weights);
        var declared = graph.ValueInfo.Where(v => needed.Contains(v.Name)).ToList();
        graph.ValueInfo.Clear();
        graph.ValueInfo.AddRange(declared);
    }
}
