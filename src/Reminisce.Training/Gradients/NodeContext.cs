using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>One node, the facts of its values, and the graph to append to.</summary>
internal class NodeContext(NodeProto node, NodeWriter write, IReadOnlyDictionary<string, ValueFacts> facts)
{
    public NodeProto Node { get; } = node;

    public NodeWriter Write { get; } = write;

    protected IReadOnlyDictionary<string, ValueFacts> Facts { get; } = facts;

    public string Input(int index) => Node.Input[index];

    public string Output(int index = 0) => Node.Output[index];

    public bool HasInput(int index) => index < Node.Input.Count && Node.Input[index].Length > 0;

    public bool HasOutput(int index) => index < Node.Output.Count && Node.Output[index].Length > 0;

    public long[] InputShape(int index) => Facts[Node.Input[index]].Shape;

    public long[] OutputShape(int index = 0) => Facts[Node.Output[index]].Shape;

    public long Integer(string name, long fallback) => Find(name)?.I ?? fallback;

    public float Number(string name, float fallback) => Find(name)?.F ?? fallback;

    public string Text(string name, string fallback) => Find(name)?.S.ToStringUtf8() ?? fallback;

    public long[]? IntegerList(string name) => Find(name)?.Ints.ToArray();

    /// <summary>An axis attribute, counted from the front.</summary>
    public int Axis(string name, long fallback, int rank)
    {
        var axis = Integer(name, fallback);
        return (int)(axis < 0 ? axis + rank : axis);
    }

    private AttributeProto? Find(string name) => Node.Attribute.FirstOrDefault(a => a.Name == name);
}
