using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients.Fused;

/// <summary>A fused node that is being taken apart.</summary>
internal sealed class FusedNode(NodeProto node, NodeWriter write, IReadOnlyDictionary<string, ValueFacts> facts) : NodeContext(node, write, facts)
{
    /// <summary>Makes a value an output of the node.</summary>
    public void Give(int index, string value) =>
        Write.Graph.Node.Add(new NodeProto { OpType = "Identity", Name = $"{Node.Name}/{index}", Input = { value }, Output = { Output(index) } });
}
