using Google.Protobuf.Collections;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Gives values of a graph other names, in branches and loops too.</summary>
internal static class Renaming
{
    public static void Apply(GraphProto graph, IReadOnlyDictionary<string, string> names)
    {
        foreach (var node in graph.Node)
        {
            Apply(node.Input, names);
            Apply(node.Output, names);
            foreach (var inner in NodeReads.Graphs(node))
            {
                Apply(inner, names);
            }
        }

        foreach (var tensor in graph.Initializer)
        {
            tensor.Name = names.GetValueOrDefault(tensor.Name, tensor.Name);
        }

        foreach (var value in graph.Input.Concat(graph.Output).Concat(graph.ValueInfo))
        {
            value.Name = names.GetValueOrDefault(value.Name, value.Name);
        }
    }

    private static void Apply(RepeatedField<string> values, IReadOnlyDictionary<string, string> names)
    {
        for (var i = 0; i < values.Count; i++)
        {
            values[i] = names.GetValueOrDefault(values[i], values[i]);
        }
    }
}
