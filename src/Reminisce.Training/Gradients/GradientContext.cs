using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>What the gradient of one node may read and write: the node, the facts of its values, and the graph to append to.</summary>
internal sealed class GradientContext(NodeProto node, NodeWriter write, GradientLedger ledger, IReadOnlyDictionary<string, ValueFacts> facts, Func<string, bool> wanted)
{
    public NodeProto Node => node;

    public NodeWriter Write => write;

    /// <summary>Gradient of the loss by the node's first output.</summary>
    public string Gradient => GradientOf(0) ?? throw new InvalidOperationException($"No gradient reaches the first output of '{node.Name}'.");

    public string Input(int index) => node.Input[index];

    public string Output(int index = 0) => node.Output[index];

    public bool HasInput(int index) => index < node.Input.Count && node.Input[index].Length > 0;

    /// <summary>Whether a trainable value lies behind an input, so that its gradient is asked for.</summary>
    public bool Wants(int index) => HasInput(index) && wanted(node.Input[index]);

    public long[] InputShape(int index) => facts[node.Input[index]].Shape;

    public long[] OutputShape(int index = 0) => facts[node.Output[index]].Shape;

    /// <summary>Gradient by one output, or null where the loss does not depend on it.</summary>
    public string? GradientOf(int output) => ledger.Total(node.Output[output], write);

    /// <summary>Adds to the gradient of an input; the value has the input's shape.</summary>
    public void Give(int index, string gradient) => ledger.Add(node.Input[index], gradient);

    /// <summary>Adds to the gradient of an input that was broadcast: the repeated axes are summed.</summary>
    public void GiveSummed(int index, string gradient, long[] gradientShape) =>
        ledger.Add(node.Input[index], Broadcast.Undo(write, gradient, gradientShape, InputShape(index)));

    public long Integer(string name, long fallback) => Find(name)?.I ?? fallback;

    public float Number(string name, float fallback) => Find(name)?.F ?? fallback;

    public string Text(string name, string fallback) => Find(name)?.S.ToStringUtf8() ?? fallback;

    public long[]? IntegerList(string name) => Find(name)?.Ints.ToArray();

    /// <summary>The integers of an input that follows from shapes and constants alone.</summary>
    /// <exception cref="NotSupportedException">The input depends on data.</exception>
    public long[] Constant(int index) =>
        facts[node.Input[index]].Integers
        ?? throw new NotSupportedException($"Input {index} ('{node.Input[index]}') of {node.OpType} '{node.Name}' depends on data; its gradient needs a constant there.");

    /// <summary>Axes of a reduction, from its second input or its attribute, counted from the front.</summary>
    public long[] Axes()
    {
        var rank = InputShape(0).Length;
        var axes = HasInput(1) ? Constant(1) : IntegerList("axes") ?? [];
        if (axes.Length == 0)
        {
            return Integer("noop_with_empty_axes", 0) == 1 ? [] : [.. Enumerable.Range(0, rank).Select(i => (long)i)];
        }

        return [.. axes.Select(a => a < 0 ? a + rank : a)];
    }

    /// <summary>An axis attribute, counted from the front.</summary>
    public int Axis(string name, long fallback, int rank)
    {
        var axis = Integer(name, fallback);
        return (int)(axis < 0 ? axis + rank : axis);
    }

    private AttributeProto? Find(string name) => node.Attribute.FirstOrDefault(a => a.Name == name);
}
