namespace Reminisce.Encoders;

/// <summary>What an ONNX file declares, read from its bytes without running or loading anything.</summary>
/// <remarks>Field numbers are those of onnx.proto. Data outside the file is refused: only hashed bytes may reach the runtime.</remarks>
internal sealed class OnnxSummary
{
    /// <summary>The newest operator set that the runtime of this library knows; a test holds it to the runtime.</summary>
    public const int NewestOpset = 26;

    private const int OldestOpset = 7;
    private const int MaxDepth = 16;
    private readonly List<OnnxPort> _inputs = [];
    private readonly List<OnnxPort> _outputs = [];
    private readonly HashSet<string> _initializers = new(StringComparer.Ordinal);
    private bool _hasGraph;
    private long _opset;

    /// <summary>Gets the inputs that a caller must give.</summary>
    public IReadOnlyList<OnnxPort> Inputs => _inputs;

    /// <summary>Gets the outputs.</summary>
    public IReadOnlyList<OnnxPort> Outputs => _outputs;

    public static OnnxSummary Read(string file, ReadOnlySpan<byte> model)
    {
        var summary = new OnnxSummary();
        try
        {
            summary.ReadModel(model);
        }
        catch (InvalidDataException e)
        {
            throw new ModelPackException(file, "a self-contained ONNX model", e.Message, e);
        }

        if (!summary._hasGraph)
        {
            throw new ModelPackException(file, "a self-contained ONNX model", "no graph");
        }

        if (summary._opset is < OldestOpset or > NewestOpset)
        {
            throw new ModelPackException(file, $"an operator set from {OldestOpset} to {NewestOpset}", $"the operator set {PackRules.Text(summary._opset)}");
        }

        summary._inputs.RemoveAll(i => summary._initializers.Contains(i.Name));
        return summary;
    }

    private void ReadModel(ReadOnlySpan<byte> model)
    {
        var reader = new WireReader(model);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 7 when reader.IsDelimited:
                    ReadGraph(reader.Content, depth: 0);
                    _hasGraph = true;
                    break;
                case 8 when reader.IsDelimited:
                    ReadOperatorSet(reader.Content);
                    break;
                case 25 when reader.IsDelimited:
                    ReadNodes(reader.Content, nodeField: 7, depth: 0);
                    break;
            }
        }
    }

    private void ReadOperatorSet(ReadOnlySpan<byte> content)
    {
        var (domain, version) = ("", 0L);
        var reader = new WireReader(content);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 1:
                    domain = reader.Text;
                    break;
                case 2:
                    version = (long)reader.Number;
                    break;
            }
        }

        _opset = domain is "" or "ai.onnx" ? version : _opset;
    }

    private void ReadGraph(ReadOnlySpan<byte> graph, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new InvalidDataException("graphs nested too deeply");
        }

        var reader = new WireReader(graph);
        while (reader.Next())
        {
            switch (reader.Field)
            {
                case 5 when reader.IsDelimited:
                    _initializers.Add(ReadTensor(reader.Content));
                    break;
                case 11 when reader.IsDelimited && depth == 0:
                    _inputs.Add(ReadPort(reader.Content));
                    break;
                case 12 when reader.IsDelimited && depth == 0:
                    _outputs.Add(ReadPort(reader.Content));
                    break;
                case 15 when reader.IsDelimited:
                    throw new InvalidDataException("sparse initializers, which are not supported");
            }
        }

        ReadNodes(graph, nodeField: 1, depth);
    }

    private void ReadNodes(ReadOnlySpan<byte> owner, int nodeField, int depth)
    {
        var reader = new WireReader(owner);
        while (reader.Next())
        {
            if (reader.Field != nodeField || !reader.IsDelimited)
            {
                continue;
            }

            var node = new WireReader(reader.Content);
            while (node.Next())
            {
                if (node.Field == 5 && node.IsDelimited)
                {
                    ReadAttribute(node.Content, depth);
                }
            }
        }
    }

    private void ReadAttribute(ReadOnlySpan<byte> attribute, int depth)
    {
        var reader = new WireReader(attribute);
        while (reader.Next())
        {
            if (reader.Field is 5 or 10 && reader.IsDelimited)
            {
                _ = ReadTensor(reader.Content);
            }
            else if (reader.Field is 6 or 11 && reader.IsDelimited)
            {
                ReadGraph(reader.Content, depth + 1);
            }
        }
    }

    private static string ReadTensor(ReadOnlySpan<byte> tensor)
    {
        var name = "";
        var reader = new WireReader(tensor);
        while (reader.Next())
        {
            if (reader.Field == 13 || (reader.Field == 14 && reader.Number != 0))
            {
                throw new InvalidDataException("weights outside the file");
            }

            if (reader.Field == 8)
            {
                name = reader.Text;
            }
        }

        return name;
    }

    private static OnnxPort ReadPort(ReadOnlySpan<byte> port)
    {
        var (name, type, shape) = ("", 0, (List<long>?)null);
        var reader = new WireReader(port);
        while (reader.Next())
        {
            if (reader.Field == 1)
            {
                name = reader.Text;
            }
            else if (reader.Field == 2)
            {
                (type, shape) = ReadType(reader.Content);
            }
        }

        return new OnnxPort(name, type, shape);
    }

    private static (int Type, List<long>? Shape) ReadType(ReadOnlySpan<byte> content)
    {
        var (type, shape) = (0, (List<long>?)null);
        var reader = new WireReader(content);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                continue;
            }

            var tensor = new WireReader(reader.Content);
            while (tensor.Next())
            {
                if (tensor.Field == 1)
                {
                    type = (int)tensor.Number;
                }
                else if (tensor.Field == 2)
                {
                    shape = ReadShape(tensor.Content);
                }
            }
        }

        return (type, shape);
    }

    private static List<long> ReadShape(ReadOnlySpan<byte> content)
    {
        var shape = new List<long>();
        var reader = new WireReader(content);
        while (reader.Next())
        {
            if (reader.Field != 1)
            {
                continue;
            }

            var size = -1L;
            var dimension = new WireReader(reader.Content);
            while (dimension.Next())
            {
                size = dimension.Field == 1 ? (long)dimension.Number : size;
            }

            shape.Add(size);
        }

        return shape;
    }
}
