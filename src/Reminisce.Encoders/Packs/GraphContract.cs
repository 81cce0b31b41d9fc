namespace Reminisce.Encoders;

/// <summary>What a graph of a pack must declare, by its role.</summary>
/// <param name="Inputs">The inputs it may have; all but the attention mask are required.</param>
/// <param name="Output">The output that is read.</param>
internal sealed record GraphContract(IReadOnlyList<OnnxPort> Inputs, OnnxPort Output)
{
    public const string PixelValues = "pixel_values";
    public const string InputFeatures = "input_features";
    public const string MotionValues = "motion_values";
    public const string InputIds = "input_ids";
    public const string AttentionMask = "attention_mask";
    public const string Hidden = "hidden";

    /// <summary>What a later stage calls its output: ONNX forbids an output with the name of an input.</summary>
    public const string HiddenOut = "hidden_out";
    public const string Embedding = "embedding";
    public const string Logits = "logits";

    public static GraphContract Stage(PackTower tower, PackStage stage, ITowerInput? input)
    {
        var hidden = HiddenOf(tower);
        if (stage.FromLayer > 0)
        {
            return new GraphContract(WithMask(tower, hidden), hidden);
        }

        return input is null
            ? new GraphContract(WithMask(tower, new OnnxPort(InputIds, OnnxPort.Int64, [-1, -1])), hidden)
            : new GraphContract([new OnnxPort(input.Name, OnnxPort.Float, [-1, .. input.Shape.Select(side => (long)side)])], hidden);
    }

    public static GraphContract Head(PackTower tower, int dimensions) =>
        new(WithMask(tower, HiddenOf(tower)), new OnnxPort(Embedding, OnnxPort.Float, [-1, dimensions]));

    public static GraphContract Predictor(PackTower tower, int dimensions) =>
        new([new OnnxPort(Embedding, OnnxPort.Float, [-1, dimensions])], new OnnxPort(Logits, OnnxPort.Float, [-1, tower.Exits.Count]));

    /// <summary>Compares a graph with its role; a dimension that must be free may not be fixed, a fixed one must agree.</summary>
    /// <returns>The names by which the graph is run.</returns>
    public GraphPorts Check(string file, OnnxSummary graph)
    {
        foreach (var expected in Inputs.Where(i => i.Name != AttentionMask))
        {
            if (graph.Inputs.All(i => i.Name != expected.Name))
            {
                throw new ModelPackException(file, $"the input {expected}", Names(graph.Inputs));
            }
        }

        foreach (var found in graph.Inputs)
        {
            var expected = Inputs.FirstOrDefault(i => i.Name == found.Name)
                ?? throw new ModelPackException(file, $"no inputs but {Names(Inputs)}", $"the input {found}");
            Compare(file, "input", expected, found);
        }

        var output = graph.Outputs.FirstOrDefault(o => o.Name == Output.Name || (Output.Name == Hidden && o.Name == HiddenOut))
            ?? throw new ModelPackException(file, $"the output {Output}", Names(graph.Outputs));
        Compare(file, "output", Output, output);
        return new GraphPorts(graph.Inputs.First(i => i.Name != AttentionMask).Name, graph.Inputs.Any(i => i.Name == AttentionMask), output.Name);
    }

    private static OnnxPort HiddenOf(PackTower tower) =>
        new(Hidden, OnnxPort.Float, [-1, tower.Modality == PackModality.Text ? -1 : tower.MaxTokens, tower.Width]);

    private static List<OnnxPort> WithMask(PackTower tower, OnnxPort first) => tower.Modality == PackModality.Text
        ? [first, new OnnxPort(AttentionMask, OnnxPort.Int64, [-1, -1])]
        : [first];

    private static void Compare(string file, string kind, OnnxPort expected, OnnxPort found)
    {
        var agrees = expected.ElementType == found.ElementType
            && (found.Shape is null || (found.Shape.Count == expected.Shape!.Count && found.Shape.Zip(expected.Shape).All(d => d.First < 0 || d.First == d.Second)));
        if (!agrees)
        {
            throw new ModelPackException(file, $"the {kind} {expected}", found.ToString());
        }
    }

    private static string Names(IReadOnlyList<OnnxPort> ports) => ports.Count == 0 ? "none" : string.Join(", ", ports);
}
