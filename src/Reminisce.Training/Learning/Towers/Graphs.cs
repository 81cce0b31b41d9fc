using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Learning.Towers;

/// <summary>Starts graphs and declares what goes in and out.</summary>
internal static class Graphs
{
    public const int Float = 1;
    public const int Int64 = 7;

    private const int Opset = 20;
    private const int IrVersion = 9;

    public static ModelProto New(string name)
    {
        var model = new ModelProto { IrVersion = IrVersion, ProducerName = "reminisce", Graph = new GraphProto { Name = name } };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = Opset });
        return model;
    }

    /// <summary>Declares an input; a negative length is dynamic.</summary>
    public static string Input(GraphProto graph, string name, int type, params long[] shape)
    {
        graph.Input.Add(Value(name, type, shape));
        return name;
    }

    /// <summary>Makes a value an output under the given name.</summary>
    public static void Output(GraphProto graph, string value, string name, params long[] shape)
    {
        graph.Node.Add(new NodeProto { OpType = "Identity", Name = name, Input = { value }, Output = { name } });
        graph.Output.Add(Value(name, Float, shape));
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
