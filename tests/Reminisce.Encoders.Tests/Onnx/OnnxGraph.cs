using System.Globalization;
using System.Runtime.InteropServices;

namespace Reminisce.Encoders.Tests;

/// <summary>Builds ONNX files for tests, opset 17.</summary>
internal sealed class OnnxGraph
{
    private readonly WireWriter _graph = new WireWriter().Text(2, "test");
    private int _names;

    public OnnxGraph Input(string name, int type, params object[] shape)
    {
        _graph.Message(11, Port(name, type, shape));
        return this;
    }

    public OnnxGraph Output(string name, int type, params object[] shape)
    {
        _graph.Message(12, Port(name, type, shape));
        return this;
    }

    public string Constant(ReadOnlySpan<float> values, params long[] shape) => Tensor(1, MemoryMarshal.AsBytes(values), shape);

    public string Constant(params long[] values) => Tensor(7, MemoryMarshal.AsBytes(values.AsSpan()), [values.Length]);

    public string Node(string op, string[] inputs, params (string Name, object Value)[] attributes) => NodeTo(Fresh(), op, inputs, attributes);

    public string NodeTo(string output, string op, string[] inputs, params (string Name, object Value)[] attributes)
    {
        var node = new WireWriter();
        foreach (var input in inputs)
        {
            node.Text(1, input);
        }

        node.Text(2, output).Text(4, op);
        foreach (var (name, value) in attributes)
        {
            node.Message(5, Attribute(name, value));
        }

        _graph.Message(1, node);
        return output;
    }

    /// <summary>Adds a raw field to the graph, for damaged files.</summary>
    public OnnxGraph Raw(int field, WireWriter message)
    {
        _graph.Message(field, message);
        return this;
    }

    public byte[] ToArray(int opset = 17) => new WireWriter()
        .Number(1, 8)
        .Message(7, _graph)
        .Message(8, new WireWriter().Text(1, "").Number(2, opset))
        .ToArray();

    private static WireWriter Attribute(string name, object value)
    {
        var attribute = new WireWriter().Text(1, name);
        switch (value)
        {
            case float f:
                return attribute.Single(2, f).Number(20, 1);
            case long i:
                return attribute.Number(3, i).Number(20, 2);
            case long[] many:
                foreach (var one in many)
                {
                    attribute.Number(8, one);
                }

                return attribute.Number(20, 7);
            default:
                throw new ArgumentException($"No attribute of type {value.GetType()}.");
        }
    }

    private static WireWriter Port(string name, int type, object[] shape)
    {
        var dimensions = new WireWriter();
        foreach (var size in shape)
        {
            dimensions.Message(1, size is string s ? new WireWriter().Text(2, s) : new WireWriter().Number(1, Convert.ToInt64(size, CultureInfo.InvariantCulture)));
        }

        return new WireWriter().Text(1, name).Message(2, new WireWriter().Message(1, new WireWriter().Number(1, type).Message(2, dimensions)));
    }

    private string Tensor(int type, ReadOnlySpan<byte> data, long[] shape)
    {
        var name = Fresh();
        var tensor = new WireWriter();
        foreach (var size in shape)
        {
            tensor.Number(1, size);
        }

        _graph.Message(5, tensor.Number(2, type).Text(8, name).Bytes(9, data));
        return name;
    }

    private string Fresh() => string.Create(CultureInfo.InvariantCulture, $"n{_names++}");
}
