using Reminisce.Training.Exits;
using Reminisce.Training.Learning.Layers;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Healing;

/// <summary>A head as the pack has it, of whatever form: gradients pass through, and nothing of it is trained.</summary>
/// <param name="Name">Prefix of its names.</param>
/// <param name="Graph">Its graph; it is not changed.</param>
/// <param name="Dimensions">Dimensions of an embedding.</param>
internal sealed record FrozenHead(string Name, ModelProto Graph, int Dimensions) : IWindowHead
{
    public string Append(ModelProto model, LayerWriter layers, string states, int tokens) =>
        StageGraph.Append(model, Graph, $"{Name}/", states, [], new HealingSettings { Targets = AdapterTargets.None });
}
