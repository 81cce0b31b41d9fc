using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>A part of a tower as a graph of its own, before its output is declared.</summary>
/// <param name="Graph">Nodes, weights and inputs.</param>
/// <param name="Value">The value that it computes.</param>
internal sealed record Slice(GraphProto Graph, string Value)
{
    public bool TakesMask => Graph.Input.Any(i => i.Name == TowerInput.AttentionMask);
}
