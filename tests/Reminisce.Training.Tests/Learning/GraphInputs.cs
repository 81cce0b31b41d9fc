using Reminisce.Training.Learning.Towers;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Tests.Learning;

/// <summary>Declarations of graph inputs for tests.</summary>
internal static class GraphInputs
{
    public static ValueInfoProto Int64(string name, params long[] shape) => Declare(name, Graphs.Int64, shape);

    public static ValueInfoProto Float(string name, params long[] shape) => Declare(name, Graphs.Float, shape);

    private static ValueInfoProto Declare(string name, int type, long[] shape)
    {
        var graph = new GraphProto();
        Graphs.Input(graph, name, type, shape);
        return graph.Input[0];
    }
}
