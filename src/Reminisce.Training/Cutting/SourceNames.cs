using Reminisce.Training.Gradients;
using Reminisce.Training.Onnx;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Brings the inputs of a model to those of packs, by name and by type, and takes one fused operator apart that hides a cut.</summary>
/// <remarks>Token types become zeros and position numbers 0, 1, 2 ..., which is what they are for one text without padding on the left.</remarks>
internal static class SourceNames
{
    // Names that the graphs of a pack give a meaning to; a value that happens to have one is called otherwise.
    private static readonly string[] s_reserved =
        [TowerInput.InputIds, TowerInput.PixelValues, TowerInput.InputFeatures, TowerInput.MotionValues, TowerInput.AttentionMask, "hidden", "hidden_out", "embedding"];

    /// <summary>Makes a changed copy; <paramref name="output"/> becomes the output's name in it.</summary>
    public static ModelProto Normalize(string file, ModelProto source, TowerInput input, ref string output)
    {
        var model = source.Clone();
        var graph = model.Graph;
        DropWeightInputs(graph);
        var wanted = output;
        if (graph.Output.All(o => o.Name != wanted))
        {
            throw new SourceModelException(file, $"the output '{NodeReads.Printable(output)}'", string.Join(", ", graph.Output.Select(o => $"'{NodeReads.Printable(o.Name)}'")));
        }

        var names = s_reserved.ToDictionary(n => n, n => "source/" + n, StringComparer.Ordinal);
        names[input.SourceName] = "source/" + input.Name;
        Renaming.Apply(graph, names);
        output = names.GetValueOrDefault(output, output);

        var entry = new GraphProto();
        var write = new NodeWriter(entry, "entry/");
        Entry(graph, entry, write, input.Name, input.Modality == TowerInput.Text ? ElementSizes.Int64 : ElementSizes.Float);
        if (input.Modality == TowerInput.Text)
        {
            Entry(graph, entry, write, TowerInput.AttentionMask, ElementSizes.Int64);
            Derive(graph, write, "token_type_ids", shape => write.Node("ConstantOfShape", [shape], Zero(0)));
            Derive(graph, write, "position_ids", shape => write.Subtract(write.Node("CumSum", [write.Node("ConstantOfShape", [shape], Zero(1)), write.Integers([1], 1)]), write.Integers([1], 1)));
        }

        entry.Node.AddRange(graph.Node);
        graph.Node.Clear();
        graph.Node.AddRange(entry.Node);
        graph.Initializer.AddRange(entry.Initializer);
        FusedNormalization.TakeApart(graph);
        return model;
    }

    private static void DropWeightInputs(GraphProto graph)
    {
        var weights = graph.Initializer.Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var inputs = graph.Input.Where(i => !weights.Contains(i.Name)).ToList();
        graph.Input.Clear();
        graph.Input.AddRange(inputs);
    }

    // Declares the pack's input and turns it into what the source calls its own.
    private static void Entry(GraphProto graph, GraphProto entry, NodeWriter write, string name, int type)
    {
        if (graph.Input.FirstOrDefault(i => i.Name == "source/" + name) is not { } declared)
        {
            return;
        }

        var own = declared.Type.TensorType.ElemType;
        declared.Name = name;
        declared.Type.TensorType.ElemType = type;
        write.Graph.Node.Add(new NodeProto { OpType = own == type ? "Identity" : "Cast", Name = "entry/" + name, Input = { name }, Output = { "source/" + name } });
        if (own != type)
        {
            entry.Node[^1].Attribute.Add(GraphBuilder.Attribute("to", own));
        }
    }

    private static void Derive(GraphProto graph, NodeWriter write, string name, Func<string, string> make)
    {
        if (graph.Input.FirstOrDefault(i => i.Name == name) is not { } declared)
        {
            return;
        }

        graph.Input.Remove(declared);
        var value = make(write.Node("Shape", [TowerInput.InputIds]));
        write.Graph.Node.Add(new NodeProto { OpType = "Cast", Name = "entry/" + name, Input = { value }, Output = { name }, Attribute = { GraphBuilder.Attribute("to", declared.Type.TensorType.ElemType) } });
    }

    private static AttributeProto Zero(long value) => new()
    {
        Name = "value",
        Type = AttributeProto.Types.AttributeType.Tensor,
        T = new TensorProto { Dims = { 1 }, DataType = ElementSizes.Int64, Int64Data = { value } },
    };
}
