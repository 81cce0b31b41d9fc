using Google.Protobuf;
using Reminisce.Training.Gradients.Fused;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>Appends the backward pass to a graph: reverse-mode differentiation of a scalar loss by chosen initialisers.</summary>
/// <remarks>
/// The trainable initialisers become inputs, so that updated weights are fed at each step and the session is built once.
/// The result is for the given input shapes (see <see cref="ValueProbe"/>) and runs on the ordinary inference kernels.
/// </remarks>
internal static class GradientGraph
{
    private const int OldestOpset = 16;

    /// <summary>Differentiates a graph.</summary>
    /// <param name="forward">The graph; it is not changed.</param>
    /// <param name="loss">A value of the graph with one number.</param>
    /// <param name="trainable">Names of 32-bit initialisers.</param>
    /// <param name="inputShapes">Shape of every graph input.</param>
    /// <param name="outputs">Further values with one number each to give out, such as the parts of the loss.</param>
    /// <exception cref="ArgumentException">A name is not in the graph, the loss is not a scalar, or a trainable value does not reach it.</exception>
    /// <exception cref="MissingGradientException">An operator on the way has no gradient; the message names it and the path.</exception>
    public static GradientModel Build(ModelProto forward, string loss, IReadOnlyList<string> trainable, IReadOnlyDictionary<string, long[]> inputShapes, params string[] outputs)
    {
        var opset = forward.OpsetImport.FirstOrDefault(o => o.Domain.Length == 0)?.Version ?? 0;
        if (opset < OldestOpset)
        {
            throw new ArgumentException($"The graph uses operator set {opset}; gradients need {OldestOpset} or newer. Export it again with a newer set.", nameof(forward));
        }

        var facts = ValueProbe.Run(forward, inputShapes);
        if (!facts.TryGetValue(loss, out var lossFacts) || !lossFacts.IsFloat || lossFacts.Count != 1)
        {
            throw new ArgumentException($"The loss '{loss}' must be a 32-bit value of the graph with one number; it is {Describe(lossFacts)}.", nameof(loss));
        }

        var model = forward.Clone();
        if (FusedForms.TakeApart(model.Graph, new GradientReach(model.Graph, trainable, facts), facts))
        {
            facts = ValueProbe.Run(model, inputShapes);
        }

        var dataInputs = model.Graph.Input.Select(i => i.Name).ToArray();
        var initial = trainable.ToDictionary(n => n, n => TakeInitializer(model.Graph, n), StringComparer.Ordinal);
        var reach = new GradientReach(model.Graph, trainable, facts);
        var write = new NodeWriter(model.Graph, "grad/");
        var ledger = new GradientLedger();
        ledger.Add(loss, write.Floats([1f], lossFacts.Shape));
        foreach (var node in model.Graph.Node.Reverse().ToArray())
        {
            if (!node.Output.Any(ledger.Has) || !node.Input.Any(reach.Contains))
            {
                continue;
            }

            var rule = reach.IsFloat(node) ? OperatorGradients.Find(node) : null;
            if (rule is null)
            {
                throw new MissingGradientException(reach.Explain(node, loss));
            }

            try
            {
                rule.Append(new GradientContext(node, write, ledger, facts, reach.Contains));
            }
            catch (NotSupportedException e)
            {
                throw new MissingGradientException($"{e.Message} The path: {reach.Path(node, loss)}.");
            }
        }

        model.Graph.Output.Clear();
        model.Graph.Output.AddRange(outputs.Prepend(loss).Select(o => new ValueInfoProto { Name = o }));
        var parameters = new List<GradientParameter>();
        foreach (var name in trainable)
        {
            var gradient = ledger.Total(name, write)
                ?? throw new ArgumentException($"The trainable value '{name}' does not reach the loss '{loss}'; leave it out.", nameof(trainable));
            var output = write.Node("Identity", [gradient]);
            model.Graph.Output.Add(new ValueInfoProto { Name = output });
            parameters.Add(new GradientParameter(name, output, facts[name].Shape, initial[name]));
        }

        return new GradientModel(model.ToByteArray(), loss, outputs, parameters, dataInputs);
    }

    private static string Describe(ValueFacts? facts) => facts is null ? "not in the graph" : $"of shape [{string.Join(", ", facts.Shape)}]";

    private static float[] TakeInitializer(GraphProto graph, string name)
    {
        var tensor = graph.Initializer.FirstOrDefault(t => t.Name == name)
            ?? throw new ArgumentException($"The graph has no initialiser '{name}'; trainable values are initialisers.");
        if (tensor.DataType != 1)
        {
            throw new ArgumentException($"The initialiser '{name}' has element type {tensor.DataType}; only 32-bit floats (1) can be trained.");
        }

        graph.Initializer.Remove(tensor);
        var shape = new TensorShapeProto();
        shape.Dim.AddRange(tensor.Dims.Select(d => new TensorShapeProto.Types.Dimension { DimValue = d }));
        var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } };
        graph.Input.Add(new ValueInfoProto { Name = name, Type = type });
        return Tensors.Floats(tensor);
    }
}
