using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Gradients;

/// <summary>A small graph under test: random parameters, any operators, one value whose weighted sum is the loss.</summary>
internal sealed class GradientCase
{
    private readonly List<string> _parameters = [];

    public GradientCase(int seed)
    {
        Random = new Random(seed);
        Model = new ModelProto { IrVersion = 9, Graph = new GraphProto { Name = "case" } };
        Model.OpsetImport.Add(new OperatorSetIdProto { Version = 20 });
        Model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        Write = new NodeWriter(Model.Graph, "case/");
    }

    public Random Random { get; }

    public ModelProto Model { get; }

    public NodeWriter Write { get; }

    public IReadOnlyList<string> Parameters => _parameters;

    /// <summary>Lengths of axes from 1 to 5.</summary>
    public long[] Shape(int rank) => [.. Enumerable.Range(0, rank).Select(_ => (long)Random.Next(1, 6))];

    /// <summary>A parameter whose numbers lie between .2 and 1.5 from zero, away from the kinks of piecewise functions.</summary>
    public string Parameter(params long[] shape) => Parameter(signed: true, shape);

    public string Parameter(bool signed, long[] shape)
    {
        var name = $"parameter_{_parameters.Count}";
        _parameters.Add(name);
        return Write.Floats(Numbers(shape, signed), shape, name);
    }

    /// <summary>A parameter on a grid of tenths, moved by an offset: parameters of different offsets never come close to each other.</summary>
    public string Grid(float offset, params long[] shape)
    {
        var name = Parameter(shape);
        var numbers = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = (Random.Next(-8, 8) / 10f) + offset;
        }

        Tensors.Set(Model.Graph.Initializer.First(t => t.Name == name), numbers);
        return name;
    }

    /// <summary>Adds a node of ONNX Runtime's own operators; outputs that are not asked for are left out.</summary>
    public string[] Fused(string operation, string[] inputs, bool[] outputs, params AttributeProto[] attributes)
    {
        var names = Write.Nodes(operation, inputs, outputs.Length, attributes);
        var node = Model.Graph.Node[^1];
        node.Domain = "com.microsoft";
        for (var i = 0; i < outputs.Length; i++)
        {
            node.Output[i] = outputs[i] ? names[i] : "";
        }

        return names;
    }

    public string Fused(string operation, string[] inputs, params AttributeProto[] attributes) => Fused(operation, inputs, [true], attributes)[0];

    public float[] Numbers(long[] shape, bool signed = true)
    {
        var numbers = new float[shape.Aggregate(1L, (a, b) => a * b)];
        for (var i = 0; i < numbers.Length; i++)
        {
            var size = 0.2f + (1.3f * Random.NextSingle());
            numbers[i] = signed && Random.Next(2) == 0 ? -size : size;
        }

        return numbers;
    }
}
