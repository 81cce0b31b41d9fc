using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>What the gradient of one node may read and write.</summary>
internal sealed class GradientContext(NodeProto node, NodeWriter write, GradientLedger ledger, IReadOnlyDictionary<string, ValueFacts> facts, Func<string, bool> wanted)
    : NodeContext(node, write, facts)
{
    /// <summary>Gradient of the loss by the node's first output.</summary>
    public string Gradient => GradientOf(0) ?? throw new InvalidOperationException($"No gradient reaches the first output of '{Node.Name}'.");

    /// <summary>Whether a trainable value lies behind an input, so that its gradient is asked for.</summary>
    public bool Wants(int index) => HasInput(index) && wanted(Node.Input[index]);

    /// <summary>Gradient by one output, or null where the loss does not depend on it.</summary>
    public string? GradientOf(int output) => ledger.Total(Node.Output[output], Write);

    /// <summary>Adds to the gradient of an input; the value has the input's shape.</summary>
    public void Give(int index, string gradient) => ledger.Add(Node.Input[index], gradient);

    /// <summary>Adds to the gradient of an input that was broadcast: the repeated axes are summed.</summary>
    public void GiveSummed(int index, string gradient, long[] gradientShape) =>
        ledger.Add(Node.Input[index], Broadcast.Undo(Write, gradient, gradientShape, InputShape(index)));

    /// <summary>The integers of an input that follows from shapes and constants alone.</summary>
    /// <exception cref="NotSupportedException">The input depends on data.</exception>
    public long[] Constant(int index) =>
        Facts[Node.Input[index]].Integers
        ?? throw new NotSupportedException($"Input {index} ('{Node.Input[index]}') of {Node.OpType} '{Node.Name}' depends on data; its gradient needs a constant there.");

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
}
